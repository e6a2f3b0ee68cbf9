using System.Net;
using Akka.Actor;

namespace Phoenix.Cluster.Hosting;

/// <summary>This node's place in the cluster (<c>Phoenix:Cluster</c>).</summary>
public sealed class ClusterOptions
{
    public const string Section = "Phoenix:Cluster";
    public const string GatewayRole = "gateway";
    public const string EngineRole = "engine";

    /// <summary>What the node does, comma-separated. Default <c>gateway,engine</c>.</summary>
    public string Roles { get; set; } = $"{GatewayRole},{EngineRole}";

    /// <summary>The name or address that other nodes reach this one by. Default <c>127.0.0.1</c>.</summary>
    public string Hostname { get; set; } = "127.0.0.1";

    /// <summary>0–65535; 0: any free one. Default 4053.</summary>
    public int Port { get; set; } = 4053;

    /// <summary>The address to listen on; default: as <see cref="Hostname"/>.</summary>
    public string? BindHostname { get; set; }

    /// <summary>Addresses <c>akka.tcp://phoenix@host:port</c> to join by; none: a cluster of one.</summary>
    public IList<string> SeedNodes { get; set; } = [];

    /// <summary>Encryption between nodes. Default: off.</summary>
    public TlsOptions Tls { get; set; } = new();

    /// <summary>Whether other nodes are listened for on every address of the machine.</summary>
    public bool ListensEverywhere =>
        IPAddress.TryParse(BindHostname ?? Hostname, out var address)
        && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any));

    /// <summary>Whether the node answers the public API; one that doesn't still tells its health.</summary>
    public bool IsGateway => RoleList.Contains(GatewayRole);

    /// <summary>Whether tenants and boards may live on the node.</summary>
    public bool IsEngine => RoleList.Contains(EngineRole);

    /// <summary>The roles as a list.</summary>
    public IReadOnlyList<string> RoleList =>
        Roles.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The seed nodes' addresses as Akka knows them: those of nodes that talk TLS have another
    /// protocol.</summary>
    internal IEnumerable<string> SeedAddresses => SeedNodes.Select(seed =>
        ActorPath.TryParseAddress(seed, out var address)
            ? address.WithProtocol(Tls.IsEnabled ? "akka.ssl.tcp" : "akka.tcp").ToString() : seed);

    /// <summary>Each broken rule in one line that names key, value and rule.</summary>
    public IEnumerable<string> Validate()
    {
        if (RoleList.Count == 0 || RoleList.Any(r => r is not (GatewayRole or EngineRole)))
            yield return $"Phoenix:Cluster:Roles is '{Roles}': it must list gateway, engine or both.";
        if (Port is < 0 or > 65535) yield return $"Phoenix:Cluster:Port is {Port}: it must be between 0 and 65535.";
        if (string.IsNullOrWhiteSpace(Hostname))
            yield return "Phoenix:Cluster:Hostname is empty: it must be a name or an address.";
        foreach (var seed in SeedNodes)
        {
            if (!ActorPath.TryParseAddress(seed, out var address)
                || address.System != EngineHosting.SystemName)
                yield return $"Phoenix:Cluster:SeedNodes holds '{seed}': it must read akka.tcp://phoenix@host:port.";
        }
        foreach (var fault in Tls.Validate()) yield return fault;
    }
}
