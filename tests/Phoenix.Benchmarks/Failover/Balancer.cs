using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Failover;

/// <summary>What stands before the nodes: requests go to one after the other; one that takes no connection is left out
/// for a second.</summary>
internal sealed class Balancer(NodeCluster cluster)
{
    private static readonly TimeSpan LeftOut = TimeSpan.FromSeconds(1);

    private readonly TimeSpan[] _leftOutUntil = new TimeSpan[cluster.Settings.Count];
    private int _turn;

    /// <summary>Whose turn it is; where all are left out, whoever is next.</summary>
    public int Next()
    {
        var node = 0;
        for (var tried = 0; tried < _leftOutUntil.Length; tried++)
        {
            node = (int)((uint)Interlocked.Increment(ref _turn) % (uint)_leftOutUntil.Length);
            if (_leftOutUntil[node] <= LoadRecord.Now) break;
        }
        return node;
    }

    public Uri AddressOf(int node) => cluster.Nodes[node].Url;

    public void LeaveOut(int node) => _leftOutUntil[node] = LoadRecord.Now + LeftOut;
}
