using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;

namespace Phoenix.Http.Live;

/// <summary>All live sockets of this node: how many a tenant may have, and the clock that looks after them.</summary>
/// <remarks>Thread-safe. One timer for all sockets: heartbeats, expired tokens and stalled clients are found by it.
/// When the host stops, every socket is closed with 1001.</remarks>
internal sealed class LiveSockets : IDisposable
{
    private static readonly TimeSpan SweepInterval = TimeSpan.FromMilliseconds(250);
    private static readonly Refusal Stopping = Refusal.Unavailable("This node is stopping; try another.");

    private readonly ConcurrentDictionary<LiveSocket, byte> _sockets = [];
    private readonly Dictionary<TenantId, int> _counts = [];
    private readonly Lock _lock = new();
    private readonly int _max;
    private readonly ITimer _sweep;
    private readonly CancellationTokenRegistration _stopping;
    private volatile bool _isStopping;

    public LiveSockets(IOptions<LiveOptions> options, TimeProvider time, IHostApplicationLifetime lifetime)
    {
        _max = options.Value.SocketsMax;
        _sweep = time.CreateTimer(_ => Sweep(), null, SweepInterval, SweepInterval);
        _stopping = lifetime.ApplicationStopping.Register(Stop);
    }

    /// <summary>How many sockets are open.</summary>
    public int Count => _sockets.Count;

    public IEnumerable<LiveSocket> All => _sockets.Select(s => s.Key);

    /// <summary>Takes one of the tenant's places, to be given back by <see cref="Leave"/>; or says why not.</summary>
    public Refusal? Enter(TenantId tenant)
    {
        if (_isStopping) return Stopping;
        lock (_lock)
        {
            var count = _counts.GetValueOrDefault(tenant);
            if (count >= _max)
                return new Refusal(ErrorCode.RateLimited, $"The tenant has {_max} sockets here already.", 5);
            _counts[tenant] = count + 1;
            return null;
        }
    }

    public void Leave(TenantId tenant)
    {
        lock (_lock)
        {
            if (--_counts[tenant] == 0) _counts.Remove(tenant);
        }
    }

    public void Add(LiveSocket socket)
    {
        _sockets.TryAdd(socket, 0);
        if (_isStopping) socket.Close(CloseCodes.GoingAway, "this node is stopping");
    }

    public void Remove(LiveSocket socket) => _sockets.TryRemove(socket, out _);

    public void Dispose()
    {
        _stopping.Dispose();
        _sweep.Dispose();
    }

    private void Sweep()
    {
        foreach (var (socket, _) in _sockets) socket.Check();
    }

    private void Stop()
    {
        _isStopping = true;
        foreach (var (socket, _) in _sockets) socket.Close(CloseCodes.GoingAway, "this node is stopping");
    }
}
