using System.Collections.Concurrent;

namespace Phoenix.System.Tests.Faults;

/// <summary>
/// A network namespace for each node, joined by a bridge, so that nodes can be cut off from each other and from the
/// database; clients always reach them. It takes root and <c>ip</c>.
/// </summary>
internal sealed class FaultNetwork : IAsyncDisposable
{
    private readonly string _name = $"phx{Random.Shared.Next(0x1000000):x6}";
    private readonly string _subnet = $"10.{Random.Shared.Next(128, 256)}.{Random.Shared.Next(256)}";
    private readonly ConcurrentDictionary<(int Node, string Address), int> _cuts = [];
    private readonly int _nodes;

    private FaultNetwork(int nodes) => _nodes = nodes;

    /// <summary>Where PostgreSQL listens: an address that no client of a node uses.</summary>
    public string DatabaseHost => $"{_subnet}.2";

    /// <summary>A network; or null, and why there is none.</summary>
    public static async Task<(FaultNetwork? Network, string? Reason)> TryCreateAsync(int nodes)
    {
        if (!Environment.IsPrivilegedProcess) return (null, "network namespaces take root");
        var network = new FaultNetwork(nodes);
        try
        {
            await network.CreateAsync();
            return (network, null);
        }
        catch (InvalidOperationException e)
        {
            await network.DisposeAsync();
            return (null, e.Message);
        }
    }

    public string HostOf(int node) => $"{_subnet}.{10 + node}";

    public IReadOnlyList<string> LauncherOf(int node) => ["ip", "netns", "exec", NamespaceOf(node)];

    /// <summary>What the node sends to the address is lost from now on.</summary>
    public async Task CutAsync(int node, string address)
    {
        if (_cuts.AddOrUpdate((node, address), 1, (_, cuts) => cuts + 1) == 1)
            await RunAsync($"-n {NamespaceOf(node)} route add blackhole {address}/32");
    }

    /// <summary>What the node sends to the address arrives again, once nobody cuts it any more.</summary>
    public async Task HealAsync(int node, string address)
    {
        if (_cuts.AddOrUpdate((node, address), 0, (_, cuts) => cuts - 1) == 0)
            await RunAsync($"-n {NamespaceOf(node)} route del blackhole {address}/32");
    }

    /// <summary>Whether the node reaches no other at present.</summary>
    public bool IsAlone(int node) => Enumerable.Range(0, _nodes)
        .All(other => other == node || _cuts.GetValueOrDefault((node, HostOf(other))) > 0);

    private async Task CreateAsync()
    {
        await RunAsync($"link add {_name} type bridge");
        await RunAsync($"addr add {_subnet}.1/24 dev {_name}");
        await RunAsync($"addr add {DatabaseHost}/24 dev {_name}");
        await RunAsync($"link set {_name} up");
        for (var node = 0; node < _nodes; node++)
        {
            var (outside, inside, space) = ($"{_name}o{node}", $"{_name}i{node}", NamespaceOf(node));
            await RunAsync($"netns add {space}");
            await RunAsync($"link add {outside} type veth peer name {inside}");
            await RunAsync($"link set {inside} netns {space}");
            await RunAsync($"link set {outside} master {_name}");
            await RunAsync($"link set {outside} up");
            await RunAsync($"-n {space} addr add {HostOf(node)}/24 dev {inside}");
            await RunAsync($"-n {space} link set lo up");
            await RunAsync($"-n {space} link set {inside} up");
        }
    }

    private string NamespaceOf(int node) => $"{_name}-{node}";

    private static Task RunAsync(string arguments) => Programs.RunAsync("ip", arguments.Split(' '));

    /// <summary>Removes whatever of it was made; interfaces go with their namespace.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var node = 0; node < _nodes; node++) await TryAsync($"netns del {NamespaceOf(node)}");
        await TryAsync($"link del {_name}");
    }

    private static async Task TryAsync(string arguments)
    {
        try
        {
            await RunAsync(arguments);
        }
        catch (InvalidOperationException)
        {
            // It was not made.
        }
    }
}
