using Akka.Actor;
using Akka.Event;
using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Cluster.Feed;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Feed;

public sealed class FeedActorSpecs : IAsyncLifetime
{
    private static readonly TenantId Acme = new("acme");

    private readonly EngineKit _kit = new();
    private readonly MemoryJournal _journal = new();
    private readonly Dictionary<string, StubBoard> _boards = [];
    private TenantState _state = TenantState.Empty(Acme, 300);
    private LiveRows _live = new(0);
    private Akka.TestKit.TestProbe _tenant = null!;
    private IActorRef _region = ActorRefs.Nobody;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _kit.DisposeAsync();

    [Fact]
    public async Task Serves_boards_that_lag_from_the_journal_and_then_live()
    {
        Define("x", "y");
        AppendTo(300);
        Start();
        await ReachAsync("x", 300);
        await ReachAsync("y", 300);

        AppendTo(310);

        await ReachAsync("x", 310);
        await ReachAsync("y", 310);
        Assert.Equal((307, 307), (CountOf("x"), CountOf("y")));
    }

    [Fact]
    public async Task Tells_its_tenant_when_every_checkpoint_holds_the_log()
    {
        Define("x");
        AppendTo(5);
        Start();

        await _tenant.FishForMessageAsync<FeedActor.Settled>(m => m.Position == 5, EngineKit.Patience);
        Assert.Equal(5, _boards["x"].Position);
    }

    [Fact]
    public async Task Sends_again_what_was_lost_once_the_board_is_silent_for_long()
    {
        Define("x");
        Start();
        await ReachAsync("x", 2);
        _boards["x"].LoseNext(2);

        AppendTo(3);

        await ReachAsync("x", 3);
        Assert.Equal(1, CountOf("x"));
    }

    [Fact]
    public async Task A_board_that_is_silent_holds_nobody_up()
    {
        Define("x", "y");
        Start();
        await ReachAsync("x", 3);
        _boards["x"].IsMute = true;

        // More than is kept in memory: the silent one will need the journal.
        AppendTo(5_000);
        await ReachAsync("y", 5_000);
        Assert.Equal(3, _boards["x"].Position);

        _boards["x"].IsMute = false;
        await ReachAsync("x", 5_000);
        Assert.Equal((4_997, 4_997), (CountOf("x"), CountOf("y")));
    }

    [Fact]
    public async Task Reads_from_the_journal_what_found_no_room_in_memory()
    {
        Define("x");
        var rows = Enumerable.Range(3, 4_998).Select(i => Row(i)).ToList();
        _live = new LiveRows(_state.Position);
        foreach (var row in rows) Append(row);
        _live.Complete();
        var scoring = new RowScoring(Acme, RuleBook.At(_state.Definitions, 2), _ => true);

        var followed = new List<long>();
        await foreach (var row in new RowSource(_journal, "log").FollowAsync(_live, 2, default))
            followed.Add(scoring.Score(row).Position);

        Assert.Equal(rows.Select(r => r.Position), followed);
        Assert.NotEmpty(_journal.Reads);
    }

    [Fact]
    public async Task Skips_no_row_when_the_end_of_a_catch_up_moves_on()
    {
        for (var i = 1; i <= 500; i++) _journal.Add(i, Row(i).Event);
        var last = 7;

        var positions = new List<long>();
        await foreach (var row in new RowSource(_journal, "log")
            .CatchUpAsync(0, () => Math.Min(last += 20, 500), default))
            positions.Add(row.Position);

        Assert.Equal(Enumerable.Range(1, 500).Select(i => (long)i), positions);
    }

    [Fact]
    public async Task A_hole_in_the_log_is_an_error_and_nothing_behind_it_is_applied()
    {
        Define("x");
        AppendTo(200);
        _journal.Remove(150);
        var errors = _kit.Probes.CreateTestProbe();
        _kit.System.EventStream.Subscribe(errors.Ref, typeof(Error));
        Start();

        var error = await errors.FishForMessageAsync<Error>(
            e => e.Cause is not null && e.Cause.ToString().Contains("row 150 is missing", StringComparison.Ordinal),
            EngineKit.Patience);

        Assert.Contains("acme", error.Message.ToString(), StringComparison.Ordinal);
        Assert.InRange(_boards["x"].Position, 0, 149);
    }

    [Fact]
    public async Task Serves_a_board_that_starts_again_further_back()
    {
        Define("x");
        Start();
        AppendTo(20);
        await ReachAsync("x", 20);

        await _tenant.FishForMessageAsync<FeedActor.Settled>(m => m.Position == 20, EngineKit.Patience);
        _boards["x"] = new StubBoard(1);
        _tenant.LastSender.Tell(new FeedActor.BoardStarted(new LeaderboardId("x"), 1, _region), ActorRefs.NoSender);

        await ReachAsync("x", 20);
        Assert.Equal(18, CountOf("x"));
    }

    [Fact]
    public async Task Old_incarnations_acknowledge_nothing_for_the_new_one()
    {
        // Started before the first row, so that all are at hand in memory and no catch-up hides what is missing.
        Start();
        Define("x");
        AppendTo(4);
        await ReachAsync("x", 4);
        await _tenant.FishForMessageAsync<FeedActor.Settled>(m => m.Position == 4, EngineKit.Patience);
        var feed = _tenant.LastSender;

        // A new incarnation says that it stands at 1; what is sent to it is lost, and the old one answers for it.
        _boards["x"] = new StubBoard(1) { IsMute = true };
        var (fresh, old) = (_kit.Probes.CreateTestProbe(), _kit.Probes.CreateTestProbe());
        feed.Tell(new FeedActor.BoardStarted(new LeaderboardId("x"), 1, fresh.Ref), ActorRefs.NoSender);
        feed.Tell(new RowsApplied(Acme, new LeaderboardId("x"), 4, 4), old.Ref);
        // Whoever answers these has handled all that was sent before.
        await feed.Ask<FeedStream.Ack>(new FeedStream.Started(0), EngineKit.Patience);
        await _region.Ask<ActorIdentity>(new Identify(0), EngineKit.Patience);
        _boards["x"].IsMute = false;

        await ReachAsync("x", 4);
        Assert.Equal(2, CountOf("x"));
    }

    private void Define(params string[] boards)
    {
        Append(new LogRow(1, new TenantCreated(1, Us(EngineKit.Start), Acme, "acme", 300)));
        foreach (var board in boards)
        {
            var position = _state.Position + 1;
            _boards.Add(board, new StubBoard(position - 1));
            Append(new LogRow(position, new LeaderboardDefined(
                (ulong)position, Us(EngineKit.Start),
                Definition(Acme, board, Config(aggregation: Aggregation.Count), position))));
        }
    }

    private static LogRow Row(long position) => new(
        position, new EventsAccepted((ulong)position, Us(EngineKit.Start), [Event($"e{position}")]));

    private void AppendTo(long position)
    {
        while (_state.Position < position) Append(Row(_state.Position + 1));
    }

    private void Append(LogRow row)
    {
        _state = TenantState.Apply(_state, row.Position, row.Event);
        _journal.Add(row.Position, row.Event);
        _live.Add(row);
    }

    private void Start()
    {
        _live = new LiveRows(_state.Position);
        _tenant = _kit.Probes.CreateTestProbe();
        _region = _kit.System.ActorOf(Props.Create(() => new StubBoards(_boards)));
        _tenant.ChildActorOf(FeedActor.Props(_state, _region, _journal, _live, _kit.Time, _kit.FeedInstruments));
    }

    private Task ReachAsync(string board, long position) => _kit.EventuallyAsync(
        () => Task.FromResult(_boards[board].Position == position),
        () => $"Board {board} stands at {_boards[board].Position}, not {position}.");

    /// <summary>How many contributions the board's only member has.</summary>
    private long CountOf(string board)
    {
        var stub = _boards[board].Board;
        return stub.Windows[0].Members.TryGetMember(0, out var member) ? member.EventCount : 0;
    }
}
