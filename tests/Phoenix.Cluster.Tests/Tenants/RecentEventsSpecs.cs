using Phoenix.Cluster.Tenants;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Tenants;

public sealed class RecentEventsSpecs
{
    private static readonly TenantId Acme = new("acme");

    [Fact]
    public async Task Shows_the_last_events_newest_first_with_what_each_board_made_of_them()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "before"));
        await kit.DefineAsync(Acme, "goals", Config(TimeframeType.Daily));
        await kit.DefineAsync(Acme, "shots", Config(type: "shot"));
        var accepted = await kit.AskAsync<EventsAcceptedReply>(
            Accept(Acme, Event("a", "ann", 2), Event("b", "bob", 3, type: "shot")));
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "a"));

        var recent = await kit.AskAsync<RecentEventsReply>(new GetRecentEvents(Acme, 100));

        Assert.Equal(["b", "a", "before"], recent.Events.Select(e => e.EventId));
        Assert.Equal((3, accepted.Position), (recent.AcceptedTotal, recent.Head));
        Assert.Equal(
            (accepted.Position, "ann", "goal", Us(EngineKit.Start)),
            recent.Events[1] is var e ? (e.Position, e.UserId, e.Type, e.OccurredAtUs) : default);
        Assert.Equal(
            [
                new BoardVerdict(new LeaderboardId("goals"), EventVerdict.Scored, 2_000_000, "2026-03-01"),
                new BoardVerdict(new LeaderboardId("shots"), EventVerdict.NoRule, 0, null),
            ],
            recent.Events[1].Boards);
        Assert.Equal(
            [EventVerdict.NoRule, EventVerdict.Scored], recent.Events[0].Boards.Select(b => b.Verdict));
        Assert.Empty(recent.Events[2].Boards);
        Assert.Equal(["goals", "shots"], recent.Boards.Select(b => b.LeaderboardId.Value));
        Assert.Equal(
            ["b"], (await kit.AskAsync<RecentEventsReply>(new GetRecentEvents(Acme, 1))).Events.Select(e => e.EventId));
    }

    [Fact]
    public async Task Shows_how_far_each_board_has_come()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.DefineAsync(Acme, "goals", Config());
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "a"));

        await kit.EventuallyAsync(
            async () =>
            {
                var recent = await kit.AskAsync<RecentEventsReply>(new GetRecentEvents(Acme, 1));
                return recent.Boards.Single().Position == recent.Head;
            },
            () => "The board never came to the head.");
    }

    [Fact]
    public async Task Tells_an_event_that_would_have_opened_a_window_too_many()
    {
        await using var kit = new EngineKit(new TenantOptions { OpenWindowsMax = 2 });
        await kit.CreateTenantAsync(Acme);
        await kit.DefineAsync(Acme, "daily", Config(TimeframeType.Daily, graceSeconds: -1));
        var events = Enumerable.Range(0, 4)
            .Select(day => Event($"e{day}", at: EngineKit.Start - TimeSpan.FromDays(day % 3))).ToArray();
        var position = (await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, events))).Position;
        await kit.AskAsTimeRunsAsync(Standings(Acme, "daily", minPosition: position));

        var recent = await kit.AskAsync<RecentEventsReply>(new GetRecentEvents(Acme, 100));

        Assert.Equal(
            [
                ("e3", EventVerdict.Scored, 1_000_000), ("e2", EventVerdict.WindowLimit, 0),
                ("e1", EventVerdict.Scored, 1_000_000), ("e0", EventVerdict.Scored, 1_000_000),
            ],
            recent.Events.Select(e => (e.EventId, e.Boards[0].Verdict, e.Boards[0].PointsMillionths)));
    }

    [Fact]
    public async Task Counts_the_whole_log_but_remembers_only_what_it_took_since_it_started()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, Event("a"), Event("b")));
        await kit.KillAsync(Acme);
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "c"));

        var recent = await kit.AskAsync<RecentEventsReply>(new GetRecentEvents(Acme, 100));

        Assert.Equal(["c"], recent.Events.Select(e => e.EventId));
        Assert.Equal(3, recent.AcceptedTotal);
    }

    [Fact]
    public async Task Keeps_a_bounded_number_of_events()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        for (var request = 0; request < 30; request++)
        {
            var number = request;
            await kit.AskAsync<EventsAcceptedReply>(
                Accept(Acme, [.. Enumerable.Range(0, 50).Select(i => Event($"{number}-{i}"))]));
        }

        var recent = await kit.AskAsync<RecentEventsReply>(new GetRecentEvents(Acme, 100_000));

        Assert.Equal(1_000, recent.Events.Count);
        Assert.Equal(("29-49", "10-0"), (recent.Events[0].EventId, recent.Events[^1].EventId));
        Assert.Equal(1_500, recent.AcceptedTotal);
    }

    [Fact]
    public async Task Of_large_events_it_keeps_fewer()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        foreach (var id in new[] { "a", "b", "c" })
            await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, Event(id, pad: new string('x', 500_000))));

        var recent = await kit.AskAsync<RecentEventsReply>(new GetRecentEvents(Acme, 100));

        Assert.Equal(["c", "b"], recent.Events.Select(e => e.EventId));
    }

    [Fact]
    public async Task An_unknown_tenant_has_none()
    {
        await using var kit = new EngineKit();

        var refusal = Assert.IsType<Refusal>(await kit.AskAsync(new GetRecentEvents(Acme, 100)));

        Assert.Equal(ErrorCode.Forbidden, refusal.Code);
    }
}
