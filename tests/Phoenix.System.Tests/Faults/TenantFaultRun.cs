using Phoenix.Cluster.Storage;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Faults;

/// <summary>One tenant of a run: its load, those who look at its boards, and the checks between rounds.</summary>
internal sealed class TenantFaultRun
{
    private readonly FaultCluster _cluster;
    private readonly Findings _findings;
    private readonly BoardQueries _queries;
    private readonly IReadOnlyList<string> _boards;
    private readonly BoardReader _reader;
    private readonly LogCheck _log;

    public TenantFaultRun(FaultCluster cluster, int number, int seed, IJournalReader journal, Findings findings)
    {
        (_cluster, _findings, Tenant) = (cluster, findings, $"t{number}");
        _boards = FaultBoards.Of(number);
        _queries = new BoardQueries(cluster, Tenant);
        Load = new TenantLoad(Tenant, new EventSender(cluster, Tenant, findings), HashCode.Combine(seed, number));
        var seen = new SeenPages();
        _reader = new BoardReader(_queries, _boards, seen, seed + number);
        _log = new LogCheck(journal, Load, seen, findings);
        Watchers = [.. _boards.Select(board => new BoardWatcher(cluster, Tenant, board, seen, findings))];
    }

    public string Tenant { get; }

    public TenantLoad Load { get; }

    public IReadOnlyList<BoardWatcher> Watchers { get; }

    public int PagesCompared => _log.PagesCompared;

    public int Logged => _log.Events;

    public async Task CreateAsync()
    {
        await FaultBoards.CreateAsync(_cluster, Tenant, _boards);
        foreach (var (i, watcher) in Watchers.Index()) watcher.Start(i);
    }

    public void Start()
    {
        Load.Start();
        _reader.Start();
    }

    public Task EndAsync() => Task.WhenAll(Load.EndAsync(), _reader.EndAsync());

    /// <summary>With the load ended and the faults over: client, log, model, pages and sockets must tell the
    /// same.</summary>
    public async Task CheckAsync()
    {
        await _log.ReadOnAsync();
        await SettleGivenUpAsync();
        await Load.MarkAsync();
        await _log.ReadOnAsync();
        _log.CompareWithRecord();
        await WatchersArriveAsync();
        await _log.ReadOnAsync();
        _log.Fold();
        foreach (var (board, node) in _boards.SelectMany(b => _cluster.Nodes.Select((_, node) => (b, node))))
        {
            foreach (var window in _log.Model.Boards[new(board)].Windows.ToList())
                _log.Compare(await _queries.ReadWholeAsync(board, window.Key, Load.Sender.Position!, node));
        }
    }

    /// <summary>What was given up is there as a whole request or not at all; sent again it is there once, and known
    /// where it was.</summary>
    private async Task SettleGivenUpAsync()
    {
        foreach (var request in Load.TakeGivenUp())
        {
            var own = request.Where(sent => sent.IsValid && sent.Acknowledgements == 0).ToList();
            var there = own.Where(_log.Holds).ToHashSet();
            _findings.Require(
                there.Count == 0 || there.Count == own.Count,
                () => $"{Tenant}: {there.Count} of {own.Count} events of one request are in the log");
            await Load.Sender.SettleAsync(request, 0);
            foreach (var sent in there)
                _findings.Require(sent.Fresh == 0, () => $"{Tenant}: {sent} was in the log already");
        }
    }

    private async Task WatchersArriveAsync()
    {
        foreach (var watcher in Watchers)
        {
            var page = await _queries.ReadWholeAsync(watcher.Board, null, Load.Sender.Position!, 0);
            await Condition.BecomesTrueAsync(
                () => Task.FromResult(
                    watcher.Current is { } view && view.WindowKey == page.WindowKey && view.Sequence >= page.Sequence),
                () => $"The socket of {Tenant} {watcher.Board} shows {watcher.Current?.Sequence}, not {page.Sequence}");
        }
    }
}
