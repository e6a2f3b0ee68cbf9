using Akka.Actor;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Leaderboards;

/// <summary>What a board tells the hubs that watch it.</summary>
public sealed class LiveWatchersSpecs : IAsyncLifetime
{
    private const string Board = "b";
    private static readonly TenantId Acme = new("acme");
    private static readonly LiveView Page = new(null, 1, 2, LiveFilter.None, 0, []);
    private static readonly LiveView Current = Page with { WindowKey = "current" };

    private readonly EngineKit _kit = new();
    private Akka.TestKit.TestProbe _tenant = null!;
    private Akka.TestKit.TestProbe _feed = null!;
    private Akka.TestKit.TestProbe _hub = null!;

    public async Task InitializeAsync()
    {
        (_tenant, _feed, _hub) =
            (_kit.Probes.CreateTestProbe(), _kit.Probes.CreateTestProbe(), _kit.Probes.CreateTestProbe());
        _kit.TenantsOfBoards = _tenant.Ref;
        _kit.Journal = new MemoryJournal();
        await _kit.Registry.SaveTenantAsync(
            new TenantReply(Acme, "acme", TenantStatus.Active, 300, 0, null), 1, "secret", default);
        await _kit.Registry.SaveLeaderboardsAsync([new PositionedDefinition(2, Definition(Acme, Board))], default);
    }

    public async Task DisposeAsync() => await _kit.DisposeAsync();

    [Fact]
    public async Task Sends_each_view_whole_then_what_changes_and_numbers_it_all()
    {
        await StartAsync(head: 0);
        await ApplyAsync(2, Defining());
        await ApplyAsync(3, Scoring(3, "a", 5));
        Watch(session: 7, round: 1, (1, Page), (2, Current));

        var (first, second) = (await NextAsync<StandingsChanged>(), await NextAsync<StandingsChanged>());
        Assert.Equal([(1L, 1, true, 3L), (2L, 2, true, 3L)], new[] { first, second }
            .Select(f => (f.Number, f.ViewId, f.IsSnapshot, f.Sequence)));
        Assert.Equal((7L, "all", 1L), (first.Session, first.WindowKey, first.Total));
        var moved = await NextAsync<StandingsMoved>();
        Assert.Equal((3L, 3L, new WindowSequence("all", 3)), (moved.Number, moved.Position, moved.Windows.Single()));

        Tick();
        await ApplyAsync(4, Scoring(4, "b", 9));
        var change = await NextAsync<StandingsChanged>();
        Assert.Equal((4L, false, 4L, 2L), (change.Number, change.IsSnapshot, change.Sequence, change.Total));
        Assert.Equal(["b:1", "a:2"], change.Entries.Select(e => $"{e.UserId}:{e.Rank}"));
        Assert.Empty(change.RemovedUserIds);
        await NextAsync<StandingsChanged>();
        await NextAsync<StandingsMoved>();

        Tick();
        await ApplyAsync(5, Scoring(5, "c", 7));
        change = await NextAsync<StandingsChanged>();
        Assert.Equal("c:2", string.Join(' ', change.Entries.Select(e => $"{e.UserId}:{e.Rank}")));
        Assert.Equal(["a"], change.RemovedUserIds);
    }

    [Fact]
    public async Task Frames_are_a_tenth_of_a_second_apart_and_show_all_that_came_between()
    {
        await WatchedAsync();
        for (var position = 3; position < 9; position++) await ApplyAsync(position, Scoring(position, "a", 1));
        Assert.Equal(3, (await NextAsync<StandingsChanged>()).Sequence);
        Assert.Equal(3, (await NextAsync<StandingsMoved>()).Position);

        _kit.Time.Advance(TimeSpan.FromMilliseconds(99));
        await ApplyAsync(9, Scoring(9, "a", 1));
        _kit.Time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(9, (await NextAsync<StandingsChanged>()).Sequence);
    }

    [Fact]
    public async Task Says_nothing_before_it_has_applied_the_head_that_its_tenant_named()
    {
        Watch(session: 1, round: 1, (1, Page));
        await AttachAsync(head: 4);
        await ApplyAsync(2, Defining());
        await ApplyAsync(3, Scoring(3, "a", 1));
        Tick();

        await ApplyAsync(4, Scoring(4, "a", 1));

        Assert.Equal((1L, 4L), Of(await NextAsync<StandingsChanged>()));
        Assert.Equal(4, (await NextAsync<StandingsMoved>()).Position);
    }

    [Fact]
    public async Task What_moves_without_a_change_of_the_view_moves_its_sequence_alone()
    {
        await WatchedAsync();
        foreach (var (position, user) in new[] { (3, "a"), (4, "b"), (5, "c") })
        {
            await ApplyAsync(position, Scoring(position, user, 10 - position));
            await NextAsync<StandingsChanged>();
            await NextAsync<StandingsMoved>();
            Tick();
        }

        await ApplyAsync(6, Scoring(6, "c", 1));

        Assert.Equal([new WindowSequence("all", 6)], (await NextAsync<StandingsMoved>()).Windows);
    }

    [Fact]
    public async Task A_renewal_is_answered_and_ends_what_it_does_not_name()
    {
        await StartAsync(head: 0);
        await ApplyAsync(2, Defining());
        Watch(session: 1, round: 1, (1, Page), (2, Current));
        for (var i = 0; i < 2; i++) await NextAsync<StandingsChanged>();
        await NextAsync<StandingsMoved>();

        Tick();
        Watch(session: 1, round: 2, (2, Current));
        Assert.Equal((4L, 2L), (await NextAsync<StandingsMoved>()) is var m ? (m.Number, m.Position) : default);
        await ApplyAsync(3, Scoring(3, "a", 1));

        Assert.Equal(2, (await NextAsync<StandingsChanged>()).ViewId);
        Assert.Equal(3, (await NextAsync<StandingsMoved>()).Position);
    }

    [Fact]
    public async Task A_new_session_and_a_view_asked_for_afresh_are_sent_whole()
    {
        await WatchedAsync();
        Tick();
        Watch(session: 2, round: 1, (1, Page));
        Assert.Equal((2L, 1L, true), await NextAsync<StandingsChanged>() is var f
            ? (f.Session, f.Number, f.IsSnapshot) : default);
        await NextAsync<StandingsMoved>();

        Tick();
        Tell(new WatchStandings(Acme, new LeaderboardId(Board), 2, 1, false, [new WatchedView(1, Page, true)]));
        Assert.Equal((2L, 3L, true), await NextAsync<StandingsChanged>() is var g
            ? (g.Session, g.Number, g.IsSnapshot) : default);
    }

    [Fact]
    public async Task Another_incarnation_shows_itself_by_its_numbers()
    {
        await WatchedAsync();
        await ApplyAsync(3, Scoring(3, "a", 1));
        Assert.Equal(3, (await NextAsync<StandingsChanged>()).Number);
        await NextAsync<StandingsMoved>();
        var board = (await _kit.IncarnationsAsync(Acme, Board)).Current!;
        _hub.Watch(board);
        await _kit.KillAsync(Acme, Board);
        await _hub.ExpectTerminatedAsync(board, EngineKit.Patience);

        Watch(session: 1, round: 2, (1, Page));
        await AttachAsync(head: 3);
        _kit.Boards.Tell(Rows(2, 3, Defining(), Scoring(3, "a", 1)), _feed.Ref);

        Assert.Equal((1L, 3L), Of(await NextAsync<StandingsChanged>()));
    }

    [Fact]
    public void A_hub_that_is_silent_for_long_is_gone()
    {
        var watchers = new LiveWatchers(_kit.Time);
        Assert.True(watchers.Watch(_hub.Ref, new WatchStandings(Acme, new LeaderboardId(Board), 1, 1, true, [])));
        _kit.Time.Advance(TimeSpan.FromSeconds(15));
        Assert.Empty(watchers.Silent());
        _kit.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal([_hub.Ref], watchers.Silent());

        Assert.False(watchers.Watch(_hub.Ref, new WatchStandings(Acme, new LeaderboardId(Board), 1, 2, true, [])));
        Assert.Empty(watchers.Silent());
        watchers.Forget(_hub.Ref);
        Assert.True(watchers.IsEmpty);
    }

    [Fact]
    public async Task A_watched_board_stays_awake_until_its_hub_is_gone()
    {
        await using var kit = new EngineKit(leaderboards: new LeaderboardOptions
        {
            IdleTimeout = TimeSpan.FromMilliseconds(300), CheckpointInterval = TimeSpan.Zero,
            MoveCheckpointInterval = TimeSpan.Zero,
        });
        var hub = kit.Probes.CreateTestProbe();
        await kit.CreateTenantAsync(Acme);
        foreach (var board in new[] { Board, "unwatched" }) await kit.DefineAsync(Acme, board, Config());
        kit.Boards.Tell(
            new WatchStandings(Acme, new LeaderboardId(Board), 1, 1, true, [new WatchedView(1, Page, false)]), hub.Ref);
        await hub.ExpectMsgAsync<StandingsChanged>(EngineKit.Patience);
        await kit.AskAsync<StandingsPage>(Standings(Acme, "unwatched"));
        var watched = (await kit.IncarnationsAsync(Acme, Board)).Current;
        Assert.NotNull(watched);

        await EngineKit.BecomesTrueAsync(
            async () => (await kit.IncarnationsAsync(Acme, "unwatched")).Current is null, "It does not sleep.");
        Assert.Equal(watched, (await kit.IncarnationsAsync(Acme, Board)).Current);
        kit.System.Stop(hub.Ref);

        await EngineKit.BecomesTrueAsync(
            async () => (await kit.IncarnationsAsync(Acme, Board)).Current is null, "Nobody watches, and it is awake.");
    }

    [Fact]
    public async Task A_suspended_tenants_hubs_are_turned_away()
    {
        await WatchedAsync();
        await ApplyAsync(3, new RowSection(3, Us(EngineKit.Start), 1, [], TenantStatus: TenantStatus.Suspended));

        var refused = await NextAsync<StandingsRefused>();
        Assert.Equal((1L, ErrorCode.Forbidden), (refused.Session, refused.Refusal.Code));
        Watch(session: 2, round: 1, (1, Page));
        Assert.Equal(2, (await NextAsync<StandingsRefused>()).Session);
    }

    [Fact]
    public async Task A_board_that_is_not_there_turns_hubs_away()
    {
        Tell(new WatchStandings(Acme, new LeaderboardId("other"), 3, 1, true, [new WatchedView(1, Page, false)]));

        var refused = await NextAsync<StandingsRefused>();
        Assert.Equal((3L, ErrorCode.NotFound), (refused.Session, refused.Refusal.Code));
    }

    [Fact]
    public async Task The_clock_rolls_a_watched_window_over()
    {
        await StartAsync(head: 0);
        await ApplyAsync(2, Defining(Config(TimeframeType.Daily)));
        await ApplyAsync(3, Scoring(3, "a", 1));
        Watch(session: 1, round: 1, (1, Current));
        Assert.Equal("2026-03-01", (await NextAsync<StandingsChanged>()).WindowKey);
        await NextAsync<StandingsMoved>();

        _kit.Time.Advance(TimeSpan.FromHours(12));
        Watch(session: 1, round: 2, (1, Current));

        var frame = await NextAsync<StandingsChanged>();
        Assert.Equal(("2026-03-02", true, 0L, 0), (
            frame.WindowKey, frame.IsSnapshot, frame.Sequence, frame.Entries.Count));
    }

    private async Task WatchedAsync()
    {
        await StartAsync(head: 0);
        await ApplyAsync(2, Defining());
        Watch(session: 1, round: 1, (1, Page));
        Assert.Equal((1L, 0L), Of(await NextAsync<StandingsChanged>()));
        await NextAsync<StandingsMoved>();
        Tick();
    }

    private void Watch(long session, long round, params (int Id, LiveView View)[] views) => Tell(new WatchStandings(
        Acme, new LeaderboardId(Board), session, round, true,
        [.. views.Select(v => new WatchedView(v.Id, v.View, false))]));

    private void Tell(WatchStandings message) => _kit.Boards.Tell(message, _hub.Ref);

    private async Task<T> NextAsync<T>() => await _hub.ExpectMsgAsync<T>(EngineKit.Patience);

    /// <summary>As far as frames go, a tenth of a second passes.</summary>
    private void Tick() => _kit.Time.Advance(TimeSpan.FromMilliseconds(100));

    private async Task StartAsync(long head)
    {
        _kit.Boards.Tell(Rows(2, 2), _feed.Ref);
        await AttachAsync(head);
    }

    private async Task AttachAsync(long head)
    {
        await _tenant.ExpectMsgAsync<AttachLeaderboard>(EngineKit.Patience);
        _tenant.Reply(new LeaderboardAttached(Acme, new LeaderboardId(Board), head));
    }

    private async Task ApplyAsync(long position, RowSection section)
    {
        _kit.Boards.Tell(Rows(position, position, section), _feed.Ref);
        await _feed.FishForMessageAsync<RowsApplied>(m => m.Position == position, EngineKit.Patience);
    }

    private static (long Number, long Sequence) Of(StandingsChanged frame) => (frame.Number, frame.Sequence);

    private static ApplyRows Rows(long from, long to, params RowSection[] sections) =>
        new(Acme, new LeaderboardId(Board), from, to, Us(EngineKit.Start), (ulong)to, sections);

    private static RowSection Defining(LeaderboardConfig? config = null) =>
        new(2, Us(EngineKit.Start), 1, [], Definition(Acme, Board, config));

    private static RowSection Scoring(long position, string user, double points) =>
        new(position, Us(EngineKit.Start), 1, [Entry(user, points)]);
}
