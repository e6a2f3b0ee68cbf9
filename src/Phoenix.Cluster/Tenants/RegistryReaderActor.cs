using Akka.Actor;
using Akka.Cluster;
using Akka.Event;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Hosting;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <summary>This node's reader of the registry: lists, lookups and readiness, from SQL, and trials of configs; wakes
/// no tenant.</summary>
/// <remarks>
/// Sent by: the gateways of this node (the registry queries).
/// Promise: every query is answered, by its reply or a refusal.
/// Fails:   where the store can't be read it answers "unavailable".
/// </remarks>
internal sealed class RegistryReaderActor : ReceiveActor
{
    private static readonly TimeSpan QueryTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ReadinessTimeout = TimeSpan.FromMilliseconds(1_800);
    private static readonly TimeSpan ReadinessAge = TimeSpan.FromSeconds(1);

    private readonly RegistryStore _registry;
    private readonly NodeProbe _probe;
    private readonly ShardReadiness _shards;
    private readonly ClockGuard _clock;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private Task<ReadinessReply>? _readiness;
    private long _readinessStamp;

    public static Props Props(
        RegistryStore registry, NodeProbe probe, ShardReadiness shards, ClockGuard clock, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new RegistryReaderActor(registry, probe, shards, clock, time));

    public RegistryReaderActor(
        RegistryStore registry, NodeProbe probe, ShardReadiness shards, ClockGuard clock, TimeProvider time)
    {
        (_registry, _probe, _shards, _clock, _time) = (registry, probe, shards, clock, time);
        Receive<GetTenant>(q => Answer(async c =>
            await _registry.FindTenantAsync(q.TenantId, c) ?? NotFound($"tenant '{q.TenantId}' does not exist")));
        Receive<GetTenants>(q => Answer(async c => await _registry.ListTenantsAsync(q.Limit, q.After, c)));
        Receive<GetSigningSecret>(q => Answer(async c =>
            await _registry.FindSecretAsync(q.TenantId, c) ?? NotFound($"tenant '{q.TenantId}' does not exist")));
        Receive<GetLeaderboards>(q => Answer(async c =>
            new LeaderboardsReply(await _registry.ListLeaderboardsAsync(q.TenantId, c))));
        Receive<GetLeaderboard>(q => Answer(async c =>
            await _registry.FindLeaderboardAsync(q.TenantId, q.LeaderboardId, c) is { } found
                ? new LeaderboardReply(found)
                : NotFound($"leaderboard '{q.LeaderboardId}' does not exist")));
        Receive<GetScoringExplanation>(q => Answer(_ => Task.FromResult(ScoringTrial.Answer(q))));
        Receive<GetReadiness>(_ => OnGetReadiness());
    }

    private static object NotFound(string message) => new Refusal(ErrorCode.NotFound, message);

    private void Answer(Func<CancellationToken, Task<object>> query)
    {
        var limit = new CancellationTokenSource(QueryTimeout);
        var log = _log;
        Task.Run(() => query(limit.Token)).PipeTo(Sender, Self, failure: cause =>
        {
            log.Warning(cause, "The registry can't be read");
            return Refusal.Unavailable("the registry can't be read now");
        });
    }

    /// <summary>One probe serves everyone who asks within a second.</summary>
    private void OnGetReadiness()
    {
        if (_readiness is null || _time.GetElapsedTime(_readinessStamp) > ReadinessAge)
        {
            _readinessStamp = _time.GetTimestamp();
            var isUp = Akka.Cluster.Cluster.Get(Context.System).SelfMember.Status == MemberStatus.Up;
            _readiness = Task.Run(() => CheckAsync(isUp));
        }
        _readiness.PipeTo(Sender, Self);
    }

    private async Task<ReadinessReply> CheckAsync(bool isUp)
    {
        using var limit = new CancellationTokenSource(ReadinessTimeout);
        var shards = isUp ? _shards.CheckAsync() : Task.FromResult<string?>(null);
        string? journal;
        try
        {
            // A driver may ignore the token while it is blocked; the answer comes in time all the same.
            journal = await _probe.TryWriteAsync(limit.Token).WaitAsync(ReadinessTimeout, _time);
        }
        catch (TimeoutException)
        {
            journal = "the event log can't be written in time";
        }
        return new ReadinessReply(new Dictionary<string, string?>
        {
            ["journal"] = journal,
            ["shards"] = await shards,
            ["cluster"] = isUp ? null : "this node is not up in the cluster",
            ["clock"] = _clock.Agrees ? null : "this node's clock differs from the database's by more than 30 s",
        });
    }
}
