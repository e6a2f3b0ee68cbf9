using Phoenix.Cluster.Tenants;
using Phoenix.Cluster.Telemetry;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Telemetry;

public sealed class EngineInstrumentsSpecs
{
    private static readonly TenantId Acme = new("acme");

    [Fact]
    public async Task Counts_what_is_new_what_was_known_and_the_rows_they_stand_in()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);

        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, Event("a"), Event("b"), Event("a")));
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, Event("b"), Event("c")));
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, Event("c")));

        Assert.Equal(3, kit.Meters.Of("phoenix.events.accepted"));
        Assert.Equal(3, kit.Meters.Of("phoenix.events.duplicates"));
        Assert.Equal(3, kit.Meters.Of("phoenix.journal.row.events"));
        Assert.Equal(3, kit.Meters.Of("phoenix.dedupe.ids"));
        Assert.Equal(1, kit.Meters.Of("phoenix.tenants.awake"));
        Assert.Equal(0, kit.Meters.Of("phoenix.events.pending"));
    }

    [Fact]
    public async Task Shows_what_waits_for_the_journal_and_counts_a_write_that_failed()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        var held = kit.Faults.HoldNext();
        var waiting = kit.AskAsync(Accept(Acme, Event("a"), Event("b")));
        await EngineKit.BecomesTrueAsync(
            () => Task.FromResult(kit.Meters.Of("phoenix.events.pending") == 2), "Nothing waits for the journal.");
        Assert.True(kit.Meters.Of("phoenix.events.pending.size") > 0);

        held.Release(JournalFault.FailBefore);

        Assert.Equal(ErrorCode.InternalError, Assert.IsType<Refusal>(await waiting).Code);
        Assert.Equal(1, kit.Meters.Of("phoenix.journal.write.failures"));
        await EngineKit.BecomesTrueAsync(
            () => Task.FromResult(kit.Meters.Of("phoenix.tenants.awake") == 0), "The tenant that failed still counts.");
    }

    [Fact]
    public async Task Tells_events_that_no_rule_took_and_expressions_that_gave_nothing()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.DefineAsync(Acme, "one", Config());
        await kit.DefineAsync(Acme, "two", Config(points: "attrs.nowhere"));

        await kit.AskAsync<EventsAcceptedReply>(Accept(
            Acme, Event("a"), Event("b"), Event("c", type: "other")));
        await kit.AskAsTimeRunsAsync(Standings(Acme, "one", minPosition: 4));
        await kit.AskAsTimeRunsAsync(Standings(Acme, "two", minPosition: 4));

        Assert.Equal(3, kit.Meters.Of("phoenix.feed.events{live}"));
        Assert.Equal(2, kit.Meters.Of("phoenix.feed.contributions{live}"));
        Assert.Equal(1, kit.Meters.Of("phoenix.feed.events.unmatched"));
        Assert.Equal(2, kit.Meters.Of("phoenix.feed.expression.failures"));
        Assert.Equal(2, kit.Meters.Of("phoenix.board.entries"));
        Assert.Equal(2, kit.Meters.Of("phoenix.boards.awake"));
    }

    [Fact]
    public async Task Measures_checkpoints_by_kind()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.DefineAsync(Acme, "one", Config());
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, Event("a")));
        await kit.AskAsTimeRunsAsync(Standings(Acme, "one", minPosition: 3));

        await kit.EventuallyAsync(
            () => Task.FromResult(kit.Meters.Of("phoenix.board.checkpoint.size{base}") > 0), () => "No base.");

        Assert.Equal(0, kit.Meters.Of("phoenix.board.checkpoint.failures"));
    }

    [Fact]
    public void Names_the_boards_that_lag_most_and_no_more_than_are_asked_for()
    {
        using var meters = new KitMeters();
        var instruments = new FeedInstruments(meters, new TelemetryOptions { LaggingBoardsMax = 2 });
        var (one, two) = (new object(), new object());

        instruments.Publish(one, new FeedLag(Acme, 9, 70, [Lagging("a", 9), Lagging("b", 2)]));
        instruments.Publish(two, new FeedLag(new TenantId("other"), 5, 80, [Lagging("c", 5)]));

        Assert.Equal(9, meters.Of("phoenix.feed.lag"));
        Assert.Equal(80, meters.Of("phoenix.feed.lag.rows"));
        Assert.Equal(3, meters.Of("phoenix.feed.lagging.boards"));
        Assert.Equal(
            ["phoenix.feed.board.lag{acme,a}", "phoenix.feed.board.lag{other,c}"],
            meters.SeriesOf("phoenix.feed.board.lag"));

        instruments.Forget(one);
        instruments.Forget(two);
        Assert.Equal(0, meters.Of("phoenix.feed.lag"));
        Assert.Equal(0, meters.Of("phoenix.feed.lagging.boards"));
    }

    [Fact]
    public async Task A_board_whose_rows_are_lost_shows_as_lagging_until_it_has_them()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.DefineAsync(Acme, "one", Config());
        await kit.AskAsTimeRunsAsync(Standings(Acme, "one"));
        await kit.LoseAsync(new LossPlan(1) { Lost = 1 });
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, Event("a")));

        // Steps so small that the feed looks several times before it asks the board anew.
        await kit.EventuallyAsync(
            () => Task.FromResult(kit.Meters.Of("phoenix.feed.lagging.boards") == 1), () => "No board lags.",
            TimeSpan.FromMilliseconds(20));
        Assert.True(kit.Meters.Of("phoenix.feed.lag") >= FeedLag.LaggingSeconds);

        await kit.LoseAsync(null);
        await kit.EventuallyAsync(
            () => Task.FromResult(kit.Meters.Of("phoenix.feed.lagging.boards") == 0), () => "The board lags still.");
    }

    private static FeedLag.Board Lagging(string board, double seconds) => new(new LeaderboardId(board), seconds);
}
