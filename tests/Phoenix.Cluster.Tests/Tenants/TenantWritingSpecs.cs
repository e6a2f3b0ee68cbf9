using Akka.Actor;
using LinqToDB.Data;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Tenants;

public sealed class TenantWritingSpecs
{
    private static readonly TenantId Acme = new("acme");

    [Fact]
    public async Task Replies_only_after_the_journal_write()
    {
        await using var kit = await StartAsync();
        var held = kit.Faults.HoldNext();

        var reply = kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "a"));
        await held.Arrived;
        // The tenant has answered what came behind it, so it had the chance to answer this one too soon.
        await BarrierAsync(kit);
        var isEarly = reply.IsCompleted;
        var before = (await kit.LogAsync(Acme)).Count;
        held.Release();

        Assert.Equal(3, (await reply).Position);
        Assert.False(isEarly);
        Assert.Equal(2, before);
        Assert.Equal(["a"], IdsOf((await kit.LogAsync(Acme))[2].Event));
    }

    [Fact]
    public async Task Gathers_what_comes_while_a_write_is_in_flight_into_one_row()
    {
        await using var kit = await StartAsync();
        var held = kit.Faults.HoldNext();
        var first = kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "first"));
        await held.Arrived;
        var others = Enumerable.Range(0, 50).Select(i => kit.AskAsync<EventsAcceptedReply>(Accept(Acme, $"e{i}")))
            .ToList();
        await BarrierAsync(kit);
        held.Release();

        Assert.Equal(3, (await first).Position);
        Assert.All(await Task.WhenAll(others), r => Assert.Equal((4, false), (r.Position, r.Duplicates[0])));
        var rows = (await kit.LogAsync(Acme)).Skip(2).Select(r => IdsOf(r.Event)).ToList();
        Assert.Equal(2, rows.Count);
        Assert.Equal(["first"], rows[0]);
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"e{i}"), rows[1]);
    }

    [Fact]
    public async Task Closes_a_row_at_two_thousand_events_and_never_splits_a_request()
    {
        await using var kit = await StartAsync();
        var held = kit.Faults.HoldNext();
        var first = kit.AskAsync(Accept(Acme, "first"));
        await held.Arrived;
        var requests = Enumerable.Range(0, 25)
            .Select(r => Enumerable.Range(0, 99).Select(i => $"{r}-{i}").ToArray()).ToList();
        var replies = requests.Select(r => kit.AskAsync<EventsAcceptedReply>(
            Accept(Acme, [.. r.Select(id => Event(id))]))).ToList();
        await BarrierAsync(kit);
        held.Release();
        await first;
        await Task.WhenAll(replies);

        var rows = (await kit.LogAsync(Acme)).Skip(3).Select(r => IdsOf(r.Event)).ToList();
        Assert.Equal([21 * 99, 4 * 99], rows.Select(r => r.Count));
        Assert.All(requests, r => Assert.Single(rows, row => r.All(row.Contains)));
    }

    [Fact]
    public async Task Closes_a_row_at_one_mebibyte()
    {
        await using var kit = await StartAsync();
        var held = kit.Faults.HoldNext();
        var first = kit.AskAsync(Accept(Acme, "first"));
        await held.Arrived;
        var pad = new string('x', 600_000);
        var replies = Enumerable.Range(0, 3).Select(i => kit.AskAsync<EventsAcceptedReply>(
            Accept(Acme, Event($"big{i}", pad: pad)))).ToList();
        await BarrierAsync(kit);
        held.Release();
        await first;
        await Task.WhenAll(replies);

        Assert.Equal([2, 1], (await kit.LogAsync(Acme)).Skip(3).Select(r => IdsOf(r.Event).Count));
    }

    [Fact]
    public async Task Tells_each_event_of_a_request_apart_from_those_that_the_log_has()
    {
        await using var kit = await StartAsync();

        var reply = await kit.AskAsync<EventsAcceptedReply>(
            Accept(Acme, Event("x", score: 1), Event("seed"), Event("x", score: 2), Event("y")));

        Assert.Equal([false, true, true, false], reply.Duplicates);
        var row = Assert.IsType<EventsAccepted>((await kit.LogAsync(Acme))[2].Event);
        Assert.Equal(["x", "y"], IdsOf(row));
        Assert.Contains("\"score\":1", System.Text.Encoding.UTF8.GetString(row.Events[0].Body),
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(JournalFault.None, false)]
    [InlineData(JournalFault.FailBefore, true)]
    [InlineData(JournalFault.Reject, true)]
    public async Task A_duplicate_of_what_is_in_flight_waits_for_its_outcome(JournalFault fate, bool fails)
    {
        await using var kit = await StartAsync();
        var held = kit.Faults.HoldNext();
        var original = kit.AskAsync(Accept(Acme, "x"));
        await held.Arrived;
        var repeat = kit.AskAsync(Accept(Acme, "x"));
        await BarrierAsync(kit);
        Assert.False(repeat.IsCompleted);
        held.Release(fate);

        if (fails)
        {
            Assert.Equal(ErrorCode.InternalError, Assert.IsType<Refusal>(await original).Code);
            Assert.Equal(ErrorCode.InternalError, Assert.IsType<Refusal>(await repeat).Code);
        }
        else
        {
            Assert.Equal([false], Assert.IsType<EventsAcceptedReply>(await original).Duplicates);
            Assert.Equal([true], Assert.IsType<EventsAcceptedReply>(await repeat).Duplicates);
        }
        Assert.Equal(fails ? 0 : 1, (await kit.LogAsync(Acme)).Count(r => IdsOf(r.Event).Contains("x")));
    }

    [Theory]
    [InlineData(JournalFault.FailBefore, false)]
    [InlineData(JournalFault.FailAfter, true)]
    [InlineData(JournalFault.Reject, false)]
    public async Task A_write_that_fails_is_unknown_to_everyone_who_waits_and_known_after_recovery(
        JournalFault fate, bool isStored)
    {
        await using var kit = await StartAsync();
        var held = kit.Faults.HoldNext();
        var inFlight = kit.AskAsync(Accept(Acme, "in-flight"));
        await held.Arrived;
        var queued = kit.AskAsync(Accept(Acme, "queued"));
        var command = kit.AskAsync(new ChangeTenant(Acme, null, "other", null));
        await BarrierAsync(kit);
        held.Release(fate);

        foreach (var reply in await Task.WhenAll(inFlight, queued, command))
            Assert.Equal(ErrorCode.InternalError, Assert.IsType<Refusal>(reply).Code);

        // Held back by its gate, which answers, until it opens.
        var meanwhile = new TellUntil(kit, Accept(Acme, "in-flight"));
        var gated = Assert.IsType<Refusal>(await meanwhile.FirstAsync());
        Assert.Equal((ErrorCode.Unavailable, true), (gated.Code, gated.RetryAfterSeconds > 0));
        var retry = Assert.IsType<EventsAcceptedReply>(await meanwhile.UntilAsync<EventsAcceptedReply>());
        Assert.Equal([isStored], retry.Duplicates);
        Assert.Equal([false], (await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "queued"))).Duplicates);
        var ids = (await kit.LogAsync(Acme)).SelectMany(r => IdsOf(r.Event)).ToList();
        Assert.Equal(["in-flight", "queued", "seed"], ids.Order());
    }

    [Fact]
    public async Task Finishes_what_it_took_before_it_moves_away()
    {
        await using var kit = await StartAsync();
        var tenant = (await kit.IncarnationsAsync(Acme)).Current!;
        var held = kit.Faults.HoldNext();
        var taken = kit.AskAsync(Accept(Acme, "taken"));
        await held.Arrived;

        tenant.Tell(Phoenix.Cluster.Tenants.TenantActor.Stop.Instance, ActorRefs.NoSender);
        var late = Assert.IsType<Refusal>(await kit.AskAsync(Accept(Acme, "late")));
        held.Release();

        Assert.Equal(ErrorCode.Unavailable, late.Code);
        Assert.IsType<EventsAcceptedReply>(await taken);
        await kit.BecomesGoneAsync(tenant, Acme);
        Assert.Equal([false], (await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "late"))).Duplicates);
    }

    [Fact]
    public async Task Leaves_a_snapshot_where_the_next_start_would_replay_many_rows()
    {
        await using var kit = await StartAsync();
        for (var i = 0; i < 100; i++) await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, $"e{i}"));
        var tenant = (await kit.IncarnationsAsync(Acme)).Current!;
        Assert.Empty(SnapshotsOf(kit));

        tenant.Tell(Phoenix.Cluster.Tenants.TenantActor.Stop.Instance, ActorRefs.NoSender);
        await kit.BecomesGoneAsync(tenant, Acme);

        var last = (await kit.LogAsync(Acme))[^1].Position;
        Assert.Equal([last], SnapshotsOf(kit));
        Assert.Equal([true], (await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "e0"))).Duplicates);
        Assert.Equal([false], (await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "new"))).Duplicates);
        tenant = (await kit.IncarnationsAsync(Acme)).Current!;
        tenant.Tell(Phoenix.Cluster.Tenants.TenantActor.Stop.Instance, ActorRefs.NoSender);
        await kit.BecomesGoneAsync(tenant, Acme);
        Assert.Equal([last], SnapshotsOf(kit));
    }

    private static List<long> SnapshotsOf(EngineKit kit)
    {
        using var db = kit.Database.OpenJournal();
        return [.. db.Query<long>("SELECT sequence_number FROM snapshot")];
    }

    [Fact]
    public async Task A_clock_that_steps_back_neither_stops_the_tenant_nor_turns_back_the_log()
    {
        await using var kit = await StartAsync();
        kit.Time.Advance(TimeSpan.FromSeconds(20));
        await kit.KillAsync(Acme);
        await BarrierAsync(kit);

        kit.Time.AdjustTime(EngineKit.Start + TimeSpan.FromSeconds(5));
        var reply = await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "a"));

        Assert.Equal([false], reply.Duplicates);
        Assert.Equal(Us(EngineKit.Start) + 20_000_000, (await kit.LogAsync(Acme))[^1].Event.AcceptedAtUs);
    }

    [Fact]
    public async Task While_its_clock_is_hours_ahead_a_tenant_forgets_no_id_and_turns_the_log_no_hours_ahead()
    {
        var time = new SteppedTime(EngineKit.Start);
        await using var kit = await StartAsync(time);
        var held = kit.Faults.HoldNext();
        var written = kit.AskAsync(Accept(Acme, "written"));
        await held.Arrived;
        var queued = kit.AskAsync(Accept(Acme, "queued"));
        await BarrierAsync(kit);

        time.Step = TimeSpan.FromHours(4);
        held.Release();
        Assert.IsType<EventsAcceptedReply>(await written);
        Assert.IsType<EventsAcceptedReply>(await queued);
        await kit.DefineAsync(Acme, "b", Config());
        await kit.KillAsync(Acme);
        var refusal = Assert.IsType<Refusal>(await kit.AskAsync(Accept(Acme, "refused")));
        time.Step = TimeSpan.Zero;
        var again = await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "seed"));
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "later"));

        Assert.Equal(ErrorCode.Unavailable, refusal.Code);
        Assert.Equal([true], again.Duplicates);
        Assert.All(await kit.LogAsync(Acme), row => Assert.Equal(Us(EngineKit.Start), row.Event.AcceptedAtUs));
    }

    private static async Task<EngineKit> StartAsync(SteppedTime? time = null)
    {
        var kit = new EngineKit(time: time);
        await kit.CreateTenantAsync(Acme);
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "seed"));
        return kit;
    }

    /// <summary>The tenant has handled all that was sent before: what the log has is answered without a
    /// write.</summary>
    private static async Task BarrierAsync(EngineKit kit) =>
        Assert.Equal([true], (await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "seed"))).Duplicates);
}
