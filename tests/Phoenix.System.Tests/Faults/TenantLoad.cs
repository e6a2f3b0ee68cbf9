using System.Collections.Concurrent;

namespace Phoenix.System.Tests.Faults;

/// <summary>The steady load of one tenant, and the record of all that it sent.</summary>
/// <remarks>
/// Single events and bulks, some events twice at once or again later, some that are no event; one in ten requests is
/// given up after the first attempt that stays unanswered. A probe sends every quarter of a second, whatever became of
/// those before: it measures outages.
/// </remarks>
internal sealed class TenantLoad(string tenant, EventSender sender, int seed)
{
    private const int Users = 60;

    private readonly ConcurrentDictionary<string, SentEvent> _events = [];
    private readonly ConcurrentQueue<IReadOnlyList<SentEvent>> _givenUp = [];
    private readonly List<Task> _running = [];
    private CancellationTokenSource _end = new();
    private int _round;
    private int _made;

    public string Tenant => tenant;
    public EventSender Sender => sender;

    /// <summary>Every event that was ever sent, by id.</summary>
    public IReadOnlyDictionary<string, SentEvent> Events => _events;

    public void Start()
    {
        _end = new CancellationTokenSource();
        sender.Outage.Begin();
        _round++;
        _running.Clear();
        _running.Add(ClientAsync(0, 50, SingleAsync));
        _running.Add(ClientAsync(1, 50, SingleAsync));
        _running.Add(ClientAsync(2, 200, BulkAsync));
        _running.Add(ProbeAsync());
    }

    /// <summary>Ends it after the requests that are under way; these are settled first.</summary>
    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_running);
        _end.Dispose();
    }

    /// <summary>The requests that were given up since this was last asked.</summary>
    public IReadOnlyList<IReadOnlyList<SentEvent>> TakeGivenUp()
    {
        var taken = new List<IReadOnlyList<SentEvent>>();
        while (_givenUp.TryDequeue(out var request)) taken.Add(request);
        return taken;
    }

    /// <summary>A new event that is accepted once this returns.</summary>
    public Task MarkAsync() => sender.SettleAsync([Make(new Random(seed), "mark")], 0);

    private async Task ClientAsync(int client, int paceMs, Func<Random, List<SentEvent>, Task> send)
    {
        var random = new Random(HashCode.Combine(seed, _round, client));
        var recent = new List<SentEvent>();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(paceMs));
        while (!_end.IsCancellationRequested)
        {
            await send(random, recent);
            await TickAsync(pace);
        }
    }

    private async Task ProbeAsync()
    {
        var random = new Random(HashCode.Combine(seed, _round));
        var probes = new List<Task>();
        using var pace = new PeriodicTimer(TimeSpan.FromMilliseconds(250));
        for (var node = 0; !_end.IsCancellationRequested; node++)
        {
            probes.Add(sender.SettleAsync([Make(random, "goal")], node));
            await TickAsync(pace);
        }
        await Task.WhenAll(probes);
    }

    private async Task SingleAsync(Random random, List<SentEvent> recent)
    {
        var node = random.Next(FaultCluster.Size);
        switch (random.Next(20))
        {
            case 0:
                SentEvent[] twice = [Make(random, "goal")];
                await Task.WhenAll(sender.SettleAsync(twice, node), sender.SettleAsync(twice, node + 1));
                break;
            case 1 when recent.Count > 0:
                await sender.SettleAsync([recent[random.Next(recent.Count)]], node);
                break;
            case 2:
                await sender.SettleAsync([Make(random, "")], node);
                break;
            default:
                var sent = Make(random, random.Next(4) == 0 ? "assist" : "goal");
                await SettleOrGiveUpAsync([sent], random, node);
                if (sent.Acknowledgements > 0) recent.Add(sent);
                break;
        }
    }

    private async Task BulkAsync(Random random, List<SentEvent> recent)
    {
        var events = Enumerable.Range(0, random.Next(2, 31))
            .Select(_ => Make(random, random.Next(20) == 0 ? "" : random.Next(4) == 0 ? "assist" : "goal")).ToList();
        if (recent.Count > 0 && random.Next(4) == 0) events[0] = recent[random.Next(recent.Count)];
        await SettleOrGiveUpAsync(events, random, random.Next(FaultCluster.Size));
        recent.AddRange(events.Where(sent => sent.Acknowledgements > 0).TakeLast(1));
    }

    private async Task SettleOrGiveUpAsync(IReadOnlyList<SentEvent> events, Random random, int node)
    {
        var givesUp = random.Next(10) == 0;
        if (!givesUp) await sender.SettleAsync(events, node);
        else if (await sender.TrySendAsync(events, node) is not null) _givenUp.Enqueue(events);
    }

    private SentEvent Make(Random random, string type)
    {
        var id = $"{tenant}-{Interlocked.Increment(ref _made)}";
        var sent = new SentEvent(id, type, $"user {random.Next(Users)}", random.Next(-20, 100));
        _events.TryAdd(id, sent);
        return sent;
    }

    private async Task TickAsync(PeriodicTimer pace)
    {
        try
        {
            await pace.WaitForNextTickAsync(_end.Token);
        }
        catch (OperationCanceledException)
        {
            // The round ends.
        }
    }
}
