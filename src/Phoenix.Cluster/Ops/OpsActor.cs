using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Ops;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Ops;

/// <summary>What every ops actor works with.</summary>
internal sealed record OpsServices(
    OpsStore Store, RegistryStore Registry, IReadOnlyDictionary<string, IActorRef> Regions, bool HasRegions);

/// <summary>This node's answers to operators: the cluster, what lives where, tenants and boards from the
/// inside.</summary>
/// <remarks>
/// Sent by: the admin gateway of this node (the ops queries), the ops actors of other nodes (GetNodeShards).
/// Promise: every message is answered, by its reply or a refusal, within <see cref="Timeout"/>.
/// Fails:   what the store or an entity doesn't answer in time is "unavailable".
/// </remarks>
internal sealed class OpsActor : ReceiveActor
{
    /// <summary>Its name under <c>/user</c>, by which the other nodes find it.</summary>
    public const string Name = "ops";

    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan EntityTimeout = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan LoadingPause = TimeSpan.FromMilliseconds(50);

    private readonly OpsServices _services;
    private readonly ShardCensus _census;
    private readonly Akka.Cluster.Cluster _cluster = Akka.Cluster.Cluster.Get(Context.System);
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public static Props Props(OpsServices services) => Akka.Actor.Props.Create(() => new OpsActor(services));

    public OpsActor(OpsServices services)
    {
        _services = services;
        _census = new ShardCensus(
            Context.System, services.HasRegions ? services.Regions : new Dictionary<string, IActorRef>());
        Receive<GetClusterState>(_ => Sender.Tell(StateOf(_cluster)));
        Receive<LeaveCluster>(m => OnMember(m.Address, "leaving", _cluster.Leave));
        Receive<DownMember>(m => OnMember(m.Address, "down", _cluster.Down));
        Receive<GetNodeShards>(m => Answer(async _ => await _census.CountHereAsync(m)));
        Receive<GetShardingState>(m => Answer(c => ShardingAsync(m, c)));
        Receive<GetTenantDetails>(m => Answer(c => TenantAsync(m.TenantId, c)));
        Receive<GetBoardDetails>(m => Answer(c => BoardAsync(m.TenantId, m.LeaderboardId, c)));
        Receive<GetLog>(m => Answer(c => LogAsync(m, c)));
    }

    private void Answer(Func<CancellationToken, Task<object>> query)
    {
        var limit = new CancellationTokenSource(Timeout);
        var log = _log;
        Task.Run(() => query(limit.Token)).PipeTo(Sender, Self, failure: cause =>
        {
            log.Warning(cause, "An operator's question can't be answered");
            return Refusal.Unavailable("the stores or the entity did not answer in time");
        });
    }

    private static ClusterState StateOf(Akka.Cluster.Cluster cluster)
    {
        var state = cluster.State;
        var byAge = state.Members.ToList();
        byAge.Sort((a, b) => a.Equals(b) ? 0 : a.IsOlderThan(b) ? -1 : 1);
        return new ClusterState(
            cluster.SelfAddress.ToString(), state.Leader?.ToString(),
            byAge.FirstOrDefault(m => m.Status is MemberStatus.Up or MemberStatus.Leaving)?.Address.ToString(),
            [.. byAge.Select(m => new ClusterMember(
                m.Address.ToString(), [.. m.Roles.Order(StringComparer.Ordinal)],
                m.Status.ToString().ToLowerInvariant(), !state.Unreachable.Contains(m), m.AppVersion.Version))]);
    }

    private void OnMember(string text, string status, Action<Address> act)
    {
        // Whoever writes akka.tcp where nodes talk TLS means the same member.
        var member = ActorPath.TryParseAddress(text, out var address)
            ? _cluster.State.Members.FirstOrDefault(m => IsSame(m.Address, address)) : null;
        if (address is null)
        {
            Sender.Tell(new Refusal(
                ErrorCode.ValidationError, $"address must read akka.tcp://{Context.System.Name}@host:port"));
        }
        else if (member is null)
        {
            Sender.Tell(new Refusal(ErrorCode.NotFound, $"no member has the address {address}"));
        }
        else
        {
            _log.Warning("An operator makes {0} {1}", member.Address, status);
            // Answered first: who makes the node that answers leave hears of it.
            Sender.Tell(new MemberChanged(member.Address.ToString(), status));
            act(member.Address);
        }
    }

    private static bool IsSame(Address a, Address b) => (a.System, a.Host, a.Port) == (b.System, b.Host, b.Port);

    private async Task<object> ShardingAsync(GetShardingState query, CancellationToken cancellation)
    {
        var (nodes, silent) = await _census.CountAsync(
            new GetNodeShards(query.Region, query.ShardId, null, query.EntitiesMax));
        var boards = nodes.SelectMany(n => n.Shards).Where(s => s.Region == ShardTopology.LeaderboardRegion)
            .SelectMany(s => s.EntityIds).ToList();
        return new ShardingState(nodes, silent, await _services.Store.NamesAsync(boards, cancellation));
    }

    private async Task<object> TenantAsync(TenantId tenantId, CancellationToken cancellation)
    {
        if (await _services.Registry.FindTenantAsync(tenantId, cancellation) is not { } tenant)
            return new Refusal(ErrorCode.NotFound, $"tenant '{tenantId}' does not exist");
        var entity = EntityIds.Tenant(tenantId);
        var shard = ShardTopology.ShardOf(entity, ShardTopology.TenantShards);
        var node = await _census.FindAsync(ShardTopology.TenantRegion, shard, entity);
        var boards = await _services.Registry.ListLeaderboardsAsync(tenantId, cancellation);
        var stored = await _services.Store.CheckpointsAsync(tenantId, cancellation);
        // Before the head: no board is ahead of it then.
        var applied = node is null ? [] : await AppliedAsync(tenantId, cancellation);
        var head = await _services.Store.HeadAsync(tenantId, cancellation);
        var floor = await _services.Store.FloorAsync(tenantId, cancellation);
        return new TenantDetails(tenant, shard, node, head, floor, [.. boards.Select(b => new BoardStanding(
            b, applied.TryGetValue(b.LeaderboardId, out var position) ? position : null,
            stored.TryGetValue(b.LeaderboardId.Value, out var checkpoint) ? checkpoint : null))]);
    }

    /// <summary>How far the boards of an awake tenant have come, as its feed knows; empty where it says
    /// nothing.</summary>
    private async Task<Dictionary<LeaderboardId, long>> AppliedAsync(
        TenantId tenantId, CancellationToken cancellation)
    {
        try
        {
            var reply = await _services.Regions[ShardTopology.TenantRegion]
                .Ask<object>(new GetRecentEvents(tenantId, 1), EntityTimeout, cancellation);
            return reply is RecentEventsReply recent
                ? recent.Boards.ToDictionary(b => b.LeaderboardId, b => b.Position) : [];
        }
        catch (AskTimeoutException)
        {
            return [];
        }
    }

    private async Task<object> BoardAsync(TenantId tenantId, LeaderboardId id, CancellationToken cancellation)
    {
        if (await _services.Registry.FindLeaderboardAsync(tenantId, id, cancellation) is not { } definition)
            return new Refusal(ErrorCode.NotFound, $"leaderboard '{id}' does not exist");
        var reply = await AskBoardAsync(new GetBoardState(tenantId, id), cancellation);
        if (reply is not BoardStateReply state) return reply;
        var entity = EntityIds.Leaderboard(tenantId, id);
        var shard = ShardTopology.ShardOf(entity, ShardTopology.LeaderboardShards);
        var node = await _census.FindAsync(ShardTopology.LeaderboardRegion, shard, entity);
        var head = await _services.Store.HeadAsync(tenantId, cancellation);
        var (position, count, bytes) = await _services.Store.CheckpointAsync(tenantId, id, cancellation);
        return new BoardDetails(
            definition, shard, node, Math.Max(head, state.Position), state, position, count, bytes);
    }

    /// <summary>Asks until the board is loaded, or the time is up.</summary>
    private async Task<object> AskBoardAsync(GetBoardState query, CancellationToken cancellation)
    {
        var started = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var reply = await _services.Regions[ShardTopology.LeaderboardRegion]
                .Ask<object>(query, EntityTimeout, cancellation);
            var isLoading = reply is Refusal { Code: ErrorCode.Unavailable };
            if (!isLoading || TimeProvider.System.GetElapsedTime(started) > EntityTimeout) return reply;
            await Task.Delay(LoadingPause, cancellation);
        }
    }

    private async Task<object> LogAsync(GetLog query, CancellationToken cancellation)
    {
        if (await _services.Registry.FindTenantAsync(query.TenantId, cancellation) is null)
            return new Refusal(ErrorCode.NotFound, $"tenant '{query.TenantId}' does not exist");
        return await _services.Store.ReadLogAsync(query.TenantId, query.After, query.Limit, cancellation);
    }
}
