using Akka.Actor;
using LinqToDB.Data;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Leaderboards;

/// <summary>What becomes of a window: open, in grace, closed by the log's time, final, and the same ever
/// after.</summary>
public sealed class WindowLifeSpecs : IAsyncLifetime
{
    private const string Board = "b";
    private const string FirstKey = "2026-03-01T12";
    private static readonly TenantId Acme = new("acme");
    private static readonly LeaderboardId Id = new(Board);
    private static readonly DateTimeOffset End = EngineKit.Start + TimeSpan.FromHours(1);
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    private readonly EngineKit _kit = new();
    private int _events;

    public Task InitializeAsync() => StartAsync(_kit);

    public async Task DisposeAsync() => await _kit.DisposeAsync();

    [Fact]
    public async Task A_window_closes_by_the_logs_time_and_its_snapshot_stays_as_it_was()
    {
        await SendAsync("a", 5, EngineKit.Start);
        await SendAsync("b", 7, EngineKit.Start);
        _kit.Time.SetUtcNow(End + TimeSpan.FromMinutes(5));
        await SendAsync("a", 4, End - TimeSpan.FromSeconds(1));
        var inGrace = await PageAsync(FirstKey);
        Assert.Equal(WindowStatus.Closing, inGrace.Window.Status);
        Assert.Equal(["a", "b"], inGrace.Entries.Select(e => e.UserId));

        // Nobody sends anything: the board itself asks for the log's time.
        await FinalAsync();

        Assert.Equal(inGrace.Entries, (await PageAsync(FirstKey)).Entries);
        Assert.Equal(inGrace.Sequence, (await PageAsync(FirstKey)).Sequence);
        Assert.IsType<TimeAdvanced>((await _kit.LogAsync(Acme))[^1].Event);

        var late = await SendAsync("b", 100, End - TimeSpan.FromSeconds(1));
        await SendAsync("c", 1, End + TimeSpan.FromMinutes(1));
        var after = await PageAsync(FirstKey, late);
        Assert.Equal(inGrace.Entries, after.Entries);
        Assert.Equal((inGrace.Sequence, WindowStatus.Closed), (after.Sequence, after.Window.Status));
        Assert.Equal(FirstKey, (await PageAsync("2026-03-01T13")).Window.PreviousKey);
        Assert.Equal(
            ["2026-03-01T13", FirstKey],
            (await AskAsync<WindowsReply>(new GetWindows(Acme, Id, Scope(), 10, null))).Windows.Select(w => w.Key));
        var snapshots = await AskAsync<SnapshotsReply>(new GetSnapshots(Acme, Id, Scope(), 0, long.MaxValue, 10));
        Assert.Equal([new SnapshotSummary(Us(End), FirstKey, 2, 1)], snapshots.Snapshots);
        var snapshot = await AskAsync<SnapshotReply>(new GetSnapshot(Acme, Id, Scope(), Us(End), 1, 10));
        Assert.Equal([after.Entries[1]], snapshot.Page.Entries);
        Assert.Equal(1, await CountAsync("final_window"));
        Assert.Equal(2, await CountAsync("final_entry"));
    }

    [Fact]
    public async Task A_window_that_nobody_used_leaves_nothing()
    {
        _kit.Time.SetUtcNow(End + Grace + TimeSpan.FromHours(3));
        var position = await SendAsync("a", 1, End + TimeSpan.FromHours(3));
        await PageAsync(null, position);

        Assert.Equal(0, await CountAsync("final_window"));
        var gone = await _kit.AskAsync(Standings(Acme, Board, FirstKey));
        Assert.Equal(ErrorCode.NotFound, Assert.IsType<Refusal>(gone).Code);
    }

    [Theory]
    [InlineData("begun")]
    [InlineData("begun, and another log wrote more")]
    [InlineData("final, and no checkpoint since")]
    public async Task A_restart_at_any_step_ends_with_the_same_standings(string step)
    {
        for (var i = 0; i < 30; i++) await SendAsync($"u{i}", i, EngineKit.Start);
        var before = await PageAsync(FirstKey);
        await CheckpointedAsync();
        await CloseAsync();
        var checkpoints = await CheckpointsAsync();
        await FinalAsync();
        await _kit.KillAsync(Acme, Board);
        await using (var db = _kit.Database.OpenStandings())
        {
            await db.ExecuteAsync("UPDATE board SET position = @p", new DataParameter("p", checkpoints));
            await db.ExecuteAsync("DELETE FROM checkpoint WHERE position > @p", new DataParameter("p", checkpoints));
            if (step.StartsWith("begun", StringComparison.Ordinal))
            {
                await db.ExecuteAsync("UPDATE final_window SET is_final = 0, entry_count = NULL");
                await db.ExecuteAsync("DELETE FROM final_entry WHERE place > 7");
                if (step.Contains("another", StringComparison.Ordinal))
                    await db.ExecuteAsync("UPDATE final_entry SET user_id = 'x' || user_id, score = 1");
            }
        }

        await FinalAsync();
        var after = await PageAsync(FirstKey);

        Assert.Equal(before.Entries, after.Entries);
        Assert.Equal((before.Sequence, WindowStatus.Closed), (after.Sequence, after.Window.Status));
        await EngineKit.BecomesTrueAsync(
            async () => await CountAsync("final_window") == 1 && await CountAsync("final_entry") == 30,
            "What was begun before the restart is never swept.");
    }

    [Fact]
    public async Task The_window_clock_wakes_a_tenant_that_fell_silent_before_the_end()
    {
        await SendAsync("a", 5, EngineKit.Start);
        await CheckpointedAsync();
        await _kit.KillAsync(Acme);
        await _kit.KillAsync(Acme, Board);
        var clock = _kit.System.ActorOf(
            WindowClock.Props(new DueStore(_kit.Database), _kit.Time, () => _kit.Tenants));
        var rows = (await _kit.LogAsync(Acme)).Count;
        clock.Tell(WindowClock.Look.Instance);

        _kit.Time.SetUtcNow(End + Grace);
        clock.Tell(WindowClock.Look.Instance);

        await EngineKit.BecomesTrueAsync(
            async () => await CountAsync("final_window WHERE is_final = 1") == 1, "The silent window is never closed.");
        Assert.Equal(Us(End + Grace), (await _kit.LogAsync(Acme))[rows].Event.AcceptedAtUs);
    }

    [Fact]
    public async Task The_window_clock_finds_tenants_whose_boards_are_behind_their_log()
    {
        var due = new DueStore(_kit.Database);
        await SendAsync("a", 5, EngineKit.Start);
        Assert.Equal([new DueTenant(Acme, 0)], await due.FindAsync(Us(EngineKit.Start), default));

        await CheckpointedAsync();

        Assert.Empty(await due.FindAsync(Us(EngineKit.Start), default));
        Assert.Equal([new DueTenant(Acme, Us(End + Grace))], await due.FindAsync(Us(End + Grace), default));
    }

    [Fact]
    public async Task The_logs_time_never_runs_ahead_of_the_nodes_and_moves_only_where_it_must()
    {
        var rows = (await _kit.LogAsync(Acme)).Count;

        var early = await AskAsync<TimeAdvancedReply>(new AdvanceTime(Acme, Us(EngineKit.Start) + 1));
        var past = await AskAsync<TimeAdvancedReply>(new AdvanceTime(Acme, 0));
        Assert.Equal(rows, (await _kit.LogAsync(Acme)).Count);
        Assert.Equal(early, past);
        _kit.Time.Advance(TimeSpan.FromSeconds(1));
        var due = await AskAsync<TimeAdvancedReply>(new AdvanceTime(Acme, Us(EngineKit.Start) + 1));

        Assert.Equal(new TimeAdvancedReply(Acme, rows + 1, Us(EngineKit.Start) + 1_000_000), due);
        Assert.IsType<Refusal>(await _kit.AskAsync(new AdvanceTime(new TenantId("nobody"), 0)));
    }

    [Theory]
    [InlineData(LeaderboardStatus.Inactive)]
    [InlineData(LeaderboardStatus.Archived)]
    public async Task Boards_that_score_no_more_and_suspended_tenants_close_their_windows(LeaderboardStatus status)
    {
        await SendAsync("a", 5, EngineKit.Start);
        await AskAsync<LeaderboardReply>(new ChangeLeaderboard(Acme, Id, status, null, null, null));
        await AskAsync<TenantReply>(new ChangeTenant(Acme, TenantStatus.Suspended, null, null));

        await FinalAsync();

        await AskAsync<TenantReply>(new ChangeTenant(Acme, TenantStatus.Active, null, null));
        Assert.Equal(
            5_000_000, (await PageAsync(FirstKey, (await _kit.LogAsync(Acme)).Count)).Entries[0].ScoreMillionths);
    }

    [Fact]
    public async Task A_node_whose_clock_is_off_moves_no_time()
    {
        var rows = (await _kit.LogAsync(Acme)).Count;
        _kit.Clock.Observe(_kit.Time.GetUtcNow() + TimeSpan.FromSeconds(31));
        _kit.Time.Advance(TimeSpan.FromSeconds(5));

        var refusal = Assert.IsType<Refusal>(
            await _kit.AskAsync(new AdvanceTime(Acme, Us(EngineKit.Start) + 1)));

        Assert.Equal(ErrorCode.Unavailable, refusal.Code);
        Assert.Equal(rows, (await _kit.LogAsync(Acme)).Count);
    }

    [Theory]
    [InlineData(LiveFilter.None, 1, "u9 u8")]
    [InlineData(LiveFilter.None, 4, "u3 u2")]
    [InlineData(LiveFilter.TopN, 2, "u7")]
    [InlineData(LiveFilter.Around, 1, "u6 u5")]
    [InlineData(LiveFilter.Users, 1, "u6")]
    public async Task A_live_view_of_a_window_that_is_over_shows_its_final_rows(
        LiveFilter filter, int page, string expected)
    {
        for (var i = 0; i < 10; i++) await SendAsync($"u{i}", i, EngineKit.Start);
        await FinalAsync();
        var hub = _kit.Probes.CreateTestProbe();
        string[] users = filter is LiveFilter.Around or LiveFilter.Users ? ["u6"] : [];
        var view = new LiveView(FirstKey, page, 2, filter, filter == LiveFilter.TopN ? 3 : 0, users);

        _kit.Boards.Tell(new WatchStandings(Acme, Id, 7, 1, true, [new WatchedView(1, view, false)]), hub.Ref);

        StandingsChanged? changed = null;
        await _kit.EventuallyAsync(
            async () =>
            {
                if (await hub.TryReceiveOneAsync(TimeSpan.FromMilliseconds(50), default) is (true, var received))
                    changed = received.Message as StandingsChanged;
                return changed is not null;
            },
            () => "The view is never shown.");
        Assert.Equal(expected, string.Join(' ', changed!.Entries.Select(e => e.UserId)));
        var now = await PageAsync(FirstKey);
        Assert.Equal(
            (true, FirstKey, now.Sequence, 10L),
            (changed.IsSnapshot, changed.WindowKey, changed.Sequence, changed.Total));
        Assert.All(changed.Entries, entry => Assert.Contains(entry, now.Entries));
    }

    [Fact]
    public async Task What_retention_deleted_is_gone_for_good()
    {
        await SendAsync("a", 5, EngineKit.Start);
        await FinalAsync();

        Assert.False(await _kit.History.DeleteEndedBeforeAsync(Us(End), default));
        while (await _kit.History.DeleteEndedBeforeAsync(Us(End) + 1, default))
        {
        }

        for (var i = 0; i < 2; i++)
        {
            var gone = Assert.IsType<Refusal>(await _kit.AskAsync(Standings(Acme, Board, FirstKey)));
            Assert.Equal(ErrorCode.NotFound, gone.Code);
        }
        Assert.Equal(0, await CountAsync("final_window"));
        Assert.Equal(0, await CountAsync("final_entry"));
        var late = await SendAsync("a", 1, EngineKit.Start);
        await _kit.AskAsTimeRunsAsync(Standings(Acme, Board, null, late));
        Assert.Equal(
            ErrorCode.NotFound, Assert.IsType<Refusal>(await _kit.AskAsync(Standings(Acme, Board, FirstKey))).Code);
    }

    internal static async Task StartAsync(EngineKit kit, LeaderboardConfig? config = null)
    {
        await kit.CreateTenantAsync(Acme);
        await kit.DefineAsync(
            Acme, Board, config ?? Config(TimeframeType.Hourly, graceSeconds: (int)Grace.TotalSeconds));
    }

    /// <summary>Sends one event; returns its position.</summary>
    private async Task<long> SendAsync(string user, double score, DateTimeOffset at) =>
        (await AskAsync<EventsAcceptedReply>(Accept(Acme, Event($"e{_events++}", user, score, at)))).Position;

    private Task<T> AskAsync<T>(object message) => _kit.AskAsync<T>(message);

    private async Task<StandingsPage> PageAsync(string? key, long minPosition = 0)
    {
        var head = minPosition > 0 ? minPosition : (await _kit.LogAsync(Acme)).Count;
        return Assert.IsType<StandingsPage>(await _kit.AskAsync(
            Standings(Acme, Board, key, head, now: _kit.Time.GetUtcNow())));
    }

    /// <summary>The clock comes to the window's end and grace, and the log follows.</summary>
    private async Task CloseAsync()
    {
        _kit.Time.SetUtcNow(End + Grace);
        await AskAsync<TimeAdvancedReply>(new AdvanceTime(Acme, Us(End + Grace)));
    }

    private Task FinalAsync()
    {
        if (_kit.Time.GetUtcNow() < End + Grace) _kit.Time.SetUtcNow(End + Grace);
        _kit.Boards.Tell(Standings(Acme, Board));
        return EngineKit.BecomesTrueAsync(
            async () => await CountAsync("final_window WHERE is_final = 1") == 1, "The window never becomes final.");
    }

    /// <summary>Every row so far is in a checkpoint.</summary>
    private async Task CheckpointedAsync()
    {
        var head = (await _kit.LogAsync(Acme)).Count;
        await _kit.EventuallyAsync(
            async () => await CheckpointsAsync() == head, () => "No checkpoint comes.", TimeSpan.FromSeconds(1));
    }

    private async Task<long> CheckpointsAsync()
    {
        await using var db = _kit.Database.OpenStandings();
        return await db.ExecuteAsync<long>("SELECT max(position) FROM board");
    }

    private async Task<int> CountAsync(string table)
    {
        await using var db = _kit.Database.OpenStandings();
        return db.Execute<int>($"SELECT count(*) FROM {table}");
    }
}
