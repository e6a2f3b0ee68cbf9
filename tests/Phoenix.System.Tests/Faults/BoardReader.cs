namespace Phoenix.System.Tests.Faults;

/// <summary>Asks for the boards of a tenant, at any node, all the while.</summary>
internal sealed class BoardReader(BoardQueries queries, IReadOnlyList<string> boards, SeenPages seen, int seed)
{
    private CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;

    /// <summary>Pages that were answered.</summary>
    public int Answers { get; private set; }

    public void Start()
    {
        _end = new CancellationTokenSource();
        _running = RunAsync();
    }

    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _running;
        _end.Dispose();
    }

    private async Task RunAsync()
    {
        var random = new Random(seed);
        while (!_end.IsCancellationRequested)
        {
            var page = await queries.TryReadAsync(boards[random.Next(boards.Count)], random.Next(FaultCluster.Size));
            if (page is not null)
            {
                seen.Add(page);
                Answers++;
            }
            try
            {
                await Timing.PassAsync(TimeSpan.FromMilliseconds(200), _end.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }
}
