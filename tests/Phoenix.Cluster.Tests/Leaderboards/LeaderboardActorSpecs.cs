using Akka.Actor;
using LinqToDB.Data;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Leaderboards;

public sealed class LeaderboardActorSpecs : IAsyncLifetime
{
    private const string Board = "b";
    private static readonly TenantId Acme = new("acme");

    private readonly EngineKit _kit = new(
        leaderboards: new LeaderboardOptions { CheckpointInterval = TimeSpan.FromSeconds(5), WaitingQueriesMax = 2 });
    private readonly MemoryJournal _journal = new();
    private Akka.TestKit.TestProbe _tenant = null!;
    private Akka.TestKit.TestProbe _feed = null!;

    public async Task InitializeAsync()
    {
        (_tenant, _feed) = (_kit.Probes.CreateTestProbe(), _kit.Probes.CreateTestProbe());
        _kit.TenantsOfBoards = _tenant.Ref;
        _kit.Journal = _journal;
        _journal.Add(1, new TenantCreated(1, Us(EngineKit.Start), Acme, "acme", 300));
        await _kit.Registry.SaveTenantAsync(
            new TenantReply(Acme, "acme", TenantStatus.Active, 300, 0, null), 1, "secret", default);
        await _kit.Registry.SaveLeaderboardsAsync([new PositionedDefinition(2, Definition(Acme, Board))], default);
    }

    public async Task DisposeAsync() => await _kit.DisposeAsync();

    [Fact]
    public async Task Knows_no_board_that_the_registry_lacks_and_leaves_no_trace_of_it()
    {
        var noBoard = Assert.IsType<Refusal>(await _kit.AskAsync(Standings(Acme, "other")));
        var noTenant = Assert.IsType<Refusal>(await _kit.AskAsync(Standings(new TenantId("other"), Board)));

        Assert.Equal(ErrorCode.NotFound, noBoard.Code);
        Assert.Equal(ErrorCode.Forbidden, noTenant.Code);
        Assert.Equal(0, await CountAsync("board"));
        Assert.Equal(0, await CountAsync("checkpoint"));
        await EngineKit.BecomesTrueAsync(
            async () => (await _kit.IncarnationsAsync(Acme, "other")).Current is null, "The entity of no board stays.");
    }

    [Fact]
    public async Task Takes_what_follows_skips_what_it_has_and_says_where_rows_are_missing()
    {
        await StartAsync(head: 0);

        Assert.Equal(2, (await SendAsync<RowsApplied>(Rows(2, 2, Defining()))).Position);
        Assert.Equal(2, (await SendAsync<LeaderboardBehind>(Rows(4, 4, Scoring(4, "u", 1)))).Position);
        Assert.Equal(3, (await SendAsync<RowsApplied>(Rows(3, 3, Scoring(3, "u", 1)))).Position);
        Assert.Equal(4, (await SendAsync<RowsApplied>(Rows(2, 4, Defining(), Scoring(3, "u", 1), Scoring(4, "u", 1))))
            .Position);
        Assert.Equal(4, (await SendAsync<RowsApplied>(Rows(3, 4, Scoring(3, "u", 1), Scoring(4, "u", 1)))).Position);
        Assert.Equal(4, (await SendAsync<LeaderboardBehind>(
            new ApplyRows(Acme, new LeaderboardId(Board), long.MaxValue, long.MaxValue - 1, 0, 0, []))).Position);

        var page = await _kit.AskAsync<StandingsPage>(Standings(Acme, Board));
        Assert.Equal((2_000_000, 2), (page.Entries[0].ScoreMillionths, page.Entries[0].EventCount));
    }

    [Fact]
    public async Task Answers_nothing_before_it_has_applied_the_head_that_its_tenant_named()
    {
        var query = _kit.AskAsync(Standings(Acme, Board));
        await AttachAsync(head: 4);
        await SendAsync<RowsApplied>(Rows(2, 3, Defining(), Scoring(3, "u", 1)));
        Assert.False(query.IsCompleted);

        await SendAsync<RowsApplied>(Rows(4, 4));

        Assert.Equal(4, Assert.IsType<StandingsPage>(await query).Position);
    }

    [Fact]
    public async Task Waits_for_the_position_that_a_query_names_and_refuses_after_two_seconds()
    {
        await StartAsync(head: 0);
        await SendAsync<RowsApplied>(Rows(2, 2, Defining()));
        var query = _kit.AskAsync(Standings(Acme, Board, minPosition: 3));
        var tooFar = _kit.AskAsync(Standings(Acme, Board, minPosition: 9));
        var tooMany = Assert.IsType<Refusal>(await _kit.AskAsync(Standings(Acme, Board, minPosition: 9)));
        _kit.Time.Advance(TimeSpan.FromSeconds(1.9));

        await SendAsync<RowsApplied>(Rows(3, 3));

        Assert.Equal(3, Assert.IsType<StandingsPage>(await query).Position);
        Assert.Equal(ErrorCode.Unavailable, tooMany.Code);
        Assert.False(tooFar.IsCompleted);
        _kit.Time.Advance(TimeSpan.FromSeconds(0.1));
        var refusal = Assert.IsType<Refusal>(await tooFar);
        Assert.Equal((ErrorCode.Unavailable, true), (refusal.Code, refusal.RetryAfterSeconds > 0));
    }

    [Fact]
    public async Task Refuses_while_its_tenant_is_suspended()
    {
        await StartAsync(head: 0);
        await SendAsync<RowsApplied>(Rows(2, 3, Defining(), Status(3, TenantStatus.Suspended)));
        Assert.Equal(ErrorCode.Forbidden, Assert.IsType<Refusal>(await _kit.AskAsync(Standings(Acme, Board))).Code);

        await SendAsync<RowsApplied>(Rows(4, 4, Status(4, TenantStatus.Active)));

        Assert.IsType<StandingsPage>(await _kit.AskAsync(Standings(Acme, Board)));
    }

    [Fact]
    public async Task While_its_store_is_down_a_board_that_many_ask_for_is_loaded_once_a_second_at_most()
    {
        await ExecuteAsync("ALTER TABLE board RENAME TO gone");
        for (var i = 0; i < 20; i++)
        {
            var refusal = Assert.IsType<Refusal>(await _kit.AskAsync(Standings(Acme, Board)));
            Assert.Equal(ErrorCode.Unavailable, refusal.Code);
        }
        Assert.InRange(_kit.Meters.Of("phoenix.board.checkpoint.failures"), 1, 2);

        await ExecuteAsync("ALTER TABLE gone RENAME TO board");
        await EngineKit.BecomesTrueAsync(
            async () => (await _kit.IncarnationsAsync(Acme, Board)).Current is null, "The failed board does not stop.");
        await StartAsync(head: 0);
    }

    [Fact]
    public async Task An_old_incarnation_that_writes_last_changes_nothing_and_stops()
    {
        await StartAsync(head: 0);
        await SendAsync<RowsApplied>(Rows(2, 4, Defining(), Scoring(3, "u", 1)));
        var old = (await _kit.IncarnationsAsync(Acme, Board)).Current!;
        _feed.Watch(old);
        await _kit.SupplantAsync(Acme, Board);

        var query = _kit.AskAsync(Standings(Acme, Board));
        Assert.Equal(1, (await AttachAsync(head: 3)).Position);
        // The old one's checkpoint is due; it has not noticed anything.
        _kit.Time.Advance(TimeSpan.FromSeconds(6));
        await _feed.ExpectTerminatedAsync(old, EngineKit.Patience);
        Assert.Equal(0, await CountAsync("checkpoint"));

        await _kit.AskAsTimeRunsAsync(Standings(Acme, Board, minPosition: 99));
        await query;
        await SendAsync<RowsApplied>(Rows(2, 3, Defining(), Scoring(3, "u", 1)));
        await CheckpointAsync(3);
        Assert.Equal(1_000_000, (await _kit.AskAsync<StandingsPage>(Standings(Acme, Board)))
            .Entries[0].ScoreMillionths);
    }

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 1)]
    public async Task Goes_on_from_its_checkpoint_only_where_the_log_has_the_same_row(bool isOtherLog, long from)
    {
        await StoreCheckpointAsync();
        _journal.Add(4, new TimeAdvanced(isOtherLog ? 77u : 4u, Us(EngineKit.Start)));

        var query = _kit.AskAsync(Standings(Acme, Board));
        Assert.Equal(from, (await AttachAsync(head: 4)).Position);
        if (isOtherLog) await SendAsync<RowsApplied>(Rows(2, 4, Defining(), Scoring(3, "u", 1)));

        Assert.Equal(1_000_000, Assert.IsType<StandingsPage>(await query).Entries[0].ScoreMillionths);
    }

    [Theory]
    [InlineData("x'00'")]
    [InlineData("x''")]
    [InlineData("substr(payload, 1, length(payload) - 1)")]
    [InlineData("substr(payload, 1, 40) || x'ff' || substr(payload, 42)")]
    public async Task Is_rebuilt_from_the_log_where_its_checkpoint_is_damaged(string payload)
    {
        await StoreCheckpointAsync();
        _journal.Add(4, new TimeAdvanced(4, Us(EngineKit.Start)));
        await using (var db = _kit.Database.OpenStandings())
            Assert.Equal(1, db.Execute($"UPDATE checkpoint SET payload = CAST({payload} AS BLOB)"));

        var query = _kit.AskAsync(Standings(Acme, Board));
        Assert.Equal(1, (await AttachAsync(head: 3)).Position);
        await SendAsync<RowsApplied>(Rows(2, 3, Defining(), Scoring(3, "u", 5)));
        Assert.Equal(5_000_000, Assert.IsType<StandingsPage>(await query).Entries[0].ScoreMillionths);

        // What is stored next stands on its own, though the log's position is lower than before.
        await CheckpointAsync(3);
        await _kit.KillAsync(Acme, Board);
        _journal.Add(3, new TimeAdvanced(3, Us(EngineKit.Start)));
        query = _kit.AskAsync(Standings(Acme, Board));
        Assert.Equal(3, (await AttachAsync(head: 3)).Position);
        Assert.Equal(5_000_000, Assert.IsType<StandingsPage>(await query).Entries[0].ScoreMillionths);
    }

    [Fact]
    public async Task Names_what_a_restart_goes_on_from_once_it_is_stored()
    {
        await StartAsync(head: 0);

        Assert.Equal(-1, (await SendAsync<RowsApplied>(Rows(2, 4, Defining(), Scoring(3, "u", 1)))).CheckpointPosition);
        await CheckpointAsync(4);

        Assert.Equal(4, (await SendAsync<RowsApplied>(Rows(4, 4))).CheckpointPosition);
    }

    [Fact]
    public async Task Stores_a_last_checkpoint_before_it_moves_away_and_answers_who_waits()
    {
        await StartAsync(head: 0);
        await SendAsync<RowsApplied>(Rows(2, 4, Defining(), Scoring(3, "u", 1)));
        var query = _kit.AskAsync(Standings(Acme, Board, minPosition: 9));
        await SendAsync<RowsApplied>(Rows(4, 4));
        var board = (await _kit.IncarnationsAsync(Acme, Board)).Current!;
        _feed.Watch(board);

        board.Tell(LeaderboardActor.Stop.Instance, ActorRefs.NoSender);

        Assert.Equal(ErrorCode.Unavailable, Assert.IsType<Refusal>(await query).Code);
        await _feed.FishForMessageAsync<Terminated>(t => t.ActorRef.Equals(board), EngineKit.Patience);
        Assert.Equal(1, await CountAsync("checkpoint WHERE position = 4"));
    }

    /// <summary>Starts the board and attaches it to its tenant.</summary>
    private async Task StartAsync(long head)
    {
        _kit.Boards.Tell(Rows(2, 2), _feed.Ref);
        await AttachAsync(head);
    }

    private async Task<AttachLeaderboard> AttachAsync(long head)
    {
        var attach = await _tenant.ExpectMsgAsync<AttachLeaderboard>(EngineKit.Patience);
        _tenant.Reply(new LeaderboardAttached(Acme, new LeaderboardId(Board), head));
        return attach;
    }

    private async Task StoreCheckpointAsync()
    {
        await StartAsync(head: 0);
        await SendAsync<RowsApplied>(Rows(2, 4, Defining(), Scoring(3, "u", 1)));
        await CheckpointAsync(4);
        await _kit.KillAsync(Acme, Board);
    }

    private async Task CheckpointAsync(long position)
    {
        _kit.Time.Advance(TimeSpan.FromSeconds(6));
        await _feed.FishForMessageAsync<RowsApplied>(m => m.CheckpointPosition == position, EngineKit.Patience);
    }

    private async Task<T> SendAsync<T>(ApplyRows rows)
    {
        _kit.Boards.Tell(rows, _feed.Ref);
        return await _feed.ExpectMsgAsync<T>(EngineKit.Patience);
    }

    private async Task<int> CountAsync(string table)
    {
        await using var db = _kit.Database.OpenStandings();
        return db.Execute<int>($"SELECT count(*) FROM {table}");
    }

    private async Task ExecuteAsync(string sql)
    {
        await using var db = _kit.Database.OpenStandings();
        db.Execute(sql);
    }

    private static ApplyRows Rows(long from, long to, params RowSection[] sections) =>
        new(Acme, new LeaderboardId(Board), from, to, Us(EngineKit.Start), (ulong)to, sections);

    private static RowSection Defining() => new(2, Us(EngineKit.Start), 1, [], Definition(Acme, Board));

    private static RowSection Scoring(long position, string user, double points) =>
        new(position, Us(EngineKit.Start), 1, [Entry(user, points)]);

    private static RowSection Status(long position, TenantStatus status) =>
        new(position, Us(EngineKit.Start), 1, [], TenantStatus: status);
}
