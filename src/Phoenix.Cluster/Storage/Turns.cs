namespace Phoenix.Cluster.Storage;

/// <summary>So many at a time; the others wait, in order of arrival, as long as they like.</summary>
internal sealed class Turns(int count)
{
    private readonly SemaphoreSlim _free = new(count);

    /// <summary>Takes a turn; disposing gives it back.</summary>
    public async Task<IDisposable> TakeAsync(CancellationToken cancellation)
    {
        await _free.WaitAsync(cancellation);
        return new Turn(_free);
    }

    private sealed class Turn(SemaphoreSlim free) : IDisposable
    {
        public void Dispose() => free.Release();
    }
}
