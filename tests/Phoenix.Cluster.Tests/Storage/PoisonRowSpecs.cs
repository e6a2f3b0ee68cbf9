using LinqToDB.Data;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Storage;

/// <summary>The journal writes rows of many tenants in one transaction: a bad one takes its neighbours with
/// it.</summary>
public sealed class PoisonRowSpecs
{
    private const int Tenants = 20;

    [Fact]
    public async Task A_row_that_the_store_refuses_loses_none_of_its_neighbours_events()
    {
        await using var kit = new EngineKit();
        var tenants = Enumerable.Range(0, Tenants).Select(i => new TenantId($"t{i}")).ToList();
        foreach (var tenant in tenants) await kit.CreateTenantAsync(tenant);
        // Another process has written the poisoned tenant's next row.
        await OccupyAsync(kit, tenants[0]);

        var replies = await Task.WhenAll(tenants.Select(t => kit.AskAsync(Accept(t, "e"))));

        Assert.Equal(ErrorCode.InternalError, Assert.IsType<Refusal>(replies[0]).Code);
        Assert.All(replies, r => Assert.True(
            r is EventsAcceptedReply or Refusal { Code: ErrorCode.InternalError }, $"An event was answered by {r}."));
        for (var i = 0; i < Tenants; i++)
        {
            var retry = (EventsAcceptedReply)await new TellUntil(kit, Accept(tenants[i], "e"))
                .UntilAsync<EventsAcceptedReply>();
            if (replies[i] is EventsAcceptedReply) Assert.Equal([true], retry.Duplicates);
            Assert.Single((await kit.LogAsync(tenants[i])).SelectMany(r => IdsOf(r.Event)), "e");
        }
        Assert.Equal(["other", "e"], (await kit.LogAsync(tenants[0])).SelectMany(r => IdsOf(r.Event)));
    }

    [Fact]
    public async Task A_row_that_is_no_tenant_event_stops_the_tenants_start_and_its_neighbours_go_on()
    {
        await using var kit = new EngineKit();
        var (bad, good) = (new TenantId("bad"), new TenantId("good"));
        await kit.CreateTenantAsync(bad);
        await kit.CreateTenantAsync(good);
        await kit.KillAsync(bad);
        await using (var db = kit.Database.OpenJournal())
        {
            var reply = new EventsAcceptedReply(1, [true]);
            Insert(db, kit, bad, kit.Serializer.ToBinary(reply), kit.Serializer.Manifest(reply));
        }

        var refusal = (Refusal)await new TellUntil(kit, Accept(bad, "e")).UntilAsync<Refusal>();

        Assert.Equal(ErrorCode.Unavailable, refusal.Code);
        Assert.IsType<EventsAcceptedReply>(await kit.AskAsync(Accept(good, "e")));
    }

    [Fact]
    public async Task A_row_of_an_unknown_kind_stops_the_tenants_start()
    {
        await using var kit = new EngineKit();
        var tenant = new TenantId("acme");
        await kit.CreateTenantAsync(tenant);
        await kit.KillAsync(tenant);
        await using (var db = kit.Database.OpenJournal()) Insert(db, kit, tenant, [1, 2, 3], "log.from-the-future.v9");

        var refusal = (Refusal)await new TellUntil(kit, Accept(tenant, "e")).UntilAsync<Refusal>();

        Assert.Equal(ErrorCode.Unavailable, refusal.Code);
    }

    private static async Task OccupyAsync(EngineKit kit, TenantId tenant)
    {
        await using var db = kit.Database.OpenJournal();
        var row = new EventsAccepted(99, Us(EngineKit.Start), [Event("other")]);
        Insert(db, kit, tenant, kit.Serializer.ToBinary(row), kit.Serializer.Manifest(row));
    }

    /// <summary>Puts a row behind the tenant's first.</summary>
    private static void Insert(DataConnection db, EngineKit kit, TenantId tenant, byte[] message, string manifest) =>
        Assert.Equal(1, db.Execute(
            "INSERT INTO journal "
            + "(created, deleted, persistence_id, sequence_number, message, manifest, identifier, writer_uuid) "
            + "VALUES (0, 0, @id, 2, @message, @manifest, @identifier, 'other')",
            new DataParameter("id", EntityIds.TenantPersistence(tenant)), new DataParameter("message", message),
            new DataParameter("manifest", manifest), new DataParameter("identifier", kit.Serializer.Identifier)));
}
