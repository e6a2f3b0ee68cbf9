using Phoenix.Cluster.Tenants;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Storage;

/// <summary>The registry beside a log that is not the one it was written from.</summary>
public sealed class RegistryStoreSpecs
{
    private static readonly TenantId Acme = new("acme");

    [Fact]
    public async Task What_the_log_does_not_have_is_dropped_when_the_tenant_starts()
    {
        await using var kit = new EngineKit();
        var secret = (await kit.CreateTenantAsync(Acme)).SigningSecret;
        await kit.DefineAsync(Acme, "kept", Config());
        await kit.KillAsync(Acme);
        // As if the log had gone on, and was put back since.
        await kit.Registry.SaveTenantAsync(
            new TenantReply(Acme, "renamed", TenantStatus.Suspended, 300, 0, null), 90, "another", default);
        await kit.Registry.SaveLeaderboardsAsync(
            [new PositionedDefinition(91, Definition(Acme, "beyond", position: 91))], default);

        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "a"));

        await EngineKit.BecomesTrueAsync(
            async () => (await kit.Registry.FindTenantAsync(Acme, default))!.Name == "acme", "It stays renamed.");
        Assert.Equal(TenantStatus.Active, (await kit.Registry.FindTenantAsync(Acme, default))!.Status);
        Assert.Equal(
            ["kept"], (await kit.Registry.ListLeaderboardsAsync(Acme, default)).Select(b => b.LeaderboardId.Value));
        Assert.Equal(secret, (await kit.Registry.FindSecretAsync(Acme, default))!.SigningSecret);
    }

    [Fact]
    public async Task Nothing_is_dropped_for_a_log_that_is_empty_since_it_may_have_been_forgotten()
    {
        await using var kit = new EngineKit();
        await kit.Registry.SaveTenantAsync(
            new TenantReply(Acme, "acme", TenantStatus.Active, 300, 0, null), 90, "the only copy", default);

        Assert.True(await kit.Registry.DropBeyondLogAsync(Acme, default));

        Assert.Equal("the only copy", (await kit.Registry.FindSecretAsync(Acme, default))!.SigningSecret);
    }

    [Fact]
    public async Task A_start_writes_what_differs_from_the_log_and_nothing_else()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.DefineAsync(Acme, "board", Config());
        var tenant = (await kit.Registry.FindTenantAsync(Acme, default))!;
        var latest = new PositionedDefinition(2, (await kit.Registry.ListLeaderboardsAsync(Acme, default))[0]);

        Assert.True(await kit.Registry.HasAsync(tenant, [latest], default));
        Assert.False(await kit.Registry.HasAsync(tenant with { Name = "renamed" }, [latest], default));
        Assert.False(await kit.Registry.HasAsync(tenant, [latest with { Position = 3 }], default));
        Assert.False(await kit.Registry.HasAsync(
            tenant, [latest, new PositionedDefinition(3, Definition(Acme, "missing", position: 3))], default));
        Assert.False(await kit.Registry.HasAsync(tenant with { TenantId = new TenantId("nobody") }, [], default));
    }

    [Fact]
    public async Task A_registry_behind_its_log_is_left_alone()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "a"));

        Assert.False(await kit.Registry.DropBeyondLogAsync(Acme, default));
        Assert.False(await kit.Registry.DropBeyondLogAsync(new TenantId("nobody"), default));
    }
}
