using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Hosting;
using Phoenix.Http.Telemetry;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Hosting;

/// <summary>The way to the engine through this node's shard regions and registry reader.</summary>
/// <remarks>
/// Sharding drops messages while a shard moves, and an entity that stops answers nobody: so what gets no answer within
/// <see cref="AttemptTimeout"/> is sent again, the very same message, until <see cref="Budget"/> is used up. That
/// leaves two seconds of the contract's fifteen for reading and writing. Where the cluster has downed the node, its
/// engine ends before its web server: then nobody will answer, and whoever waited on would hold up the node's restart.
/// Fails: 503 while the engine has not started; silence to the end is a 500 for a write (its outcome is unknown) and
/// a 503 for a question. A refusal that comes after an unanswered attempt of a write says nothing about that attempt,
/// so it is reported as unknown too. A control command has an id by which the tenant knows its attempts: one that was
/// carried out is answered as such, not as a conflict with itself.
/// </remarks>
public sealed partial class AkkaEngineClient(
    IServiceProvider services, TimeProvider time, GatewayInstruments instruments, ILogger<AkkaEngineClient> log)
    : IEngineClient
{
    /// <summary>How long all attempts of one request may take together.</summary>
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(13);

    private static readonly TimeSpan ShortestAttempt = TimeSpan.FromMilliseconds(100);
    private static readonly Refusal Starting = Refusal.Unavailable("This node is starting; try again.");
    private static readonly Refusal NoAnswer = Refusal.Unavailable("The engine did not answer in time; try again.");
    private static readonly Refusal Failed = new(
        ErrorCode.InternalError, "An internal error occurred; try again later.");
    private static readonly Refusal Unknown = new(
        ErrorCode.InternalError, "Whether this was carried out is unknown: send it again with the same ids.");

    /// <summary>How long one attempt waits for its answer: 4 s, but in tests.</summary>
    public TimeSpan AttemptTimeout { get; internal init; } = TimeSpan.FromSeconds(4);

    private IActorRef? _tenants;
    private IActorRef? _leaderboards;
    private IActorRef? _registry;

    /// <inheritdoc/>
    public ValueTask<object> AskTenantAsync(ITenantMessage message, CancellationToken cancellation) =>
        AskAsync(
            Resolve<TenantRegion>(ref _tenants),
            message is IControlCommand command ? command.Of(NewRequest()) : message,
            isWrite: message is not ITenantQuery, cancellation);

    /// <inheritdoc/>
    public ValueTask<object> AskLeaderboardAsync(ILeaderboardQuery query, CancellationToken cancellation) =>
        AskAsync(Resolve<LeaderboardRegion>(ref _leaderboards), query, isWrite: false, cancellation);

    /// <inheritdoc/>
    public ValueTask<object> AskRegistryAsync(IRegistryQuery query, CancellationToken cancellation) =>
        AskAsync(Resolve<RegistryReader>(ref _registry), query, isWrite: false, cancellation);

    private ValueTask<object> AskAsync(IActorRef? target, object message, bool isWrite, CancellationToken cancellation)
    {
        if (target is null) return new(Starting);
        // Who sends a write and leaves must not take it back: it may be in the log already.
        return AskUntilAnsweredAsync(target, message, isWrite, isWrite ? CancellationToken.None : cancellation);
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<object> AskUntilAnsweredAsync(
        IActorRef target, object message, bool isWrite, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var isUnknown = false;
        for (var remaining = Budget; remaining >= ShortestAttempt; remaining = Budget - time.GetElapsedTime(started))
        {
            try
            {
                var timeout = remaining < AttemptTimeout ? remaining : AttemptTimeout;
                var reply = await target.Ask<object>(message, timeout, cancellation).ConfigureAwait(false);
                return isUnknown && reply is Refusal ? Unknown : reply;
            }
            catch (AskTimeoutException)
            {
                isUnknown = isWrite;
                instruments.OnSilence();
                LogSilence(message.GetType().Name, AttemptTimeout);
                if (services.GetService<ActorSystem>() is { WhenTerminated.IsCompleted: true }) break;
            }
            catch (Exception exception) when (!cancellation.IsCancellationRequested)
            {
                LogFault(exception, message.GetType().Name);
                return isWrite ? Unknown : Failed;
            }
        }
        return isWrite ? Unknown : NoAnswer;
    }

    private static ulong NewRequest() => (ulong)Random.Shared.NextInt64(1, long.MaxValue);

    /// <summary>The registry knows a region once it has started; from then on it stays.</summary>
    private IActorRef? Resolve<TKey>(ref IActorRef? known)
    {
        if (known is not null) return known;
        return services.GetService<IReadOnlyActorRegistry>() is { } registry && registry.TryGet<TKey>(out var actor)
            ? known = actor
            : null;
    }

    [LoggerMessage(EventId = 1011, Level = LogLevel.Warning, Message = "{Message} got no answer within {Timeout}")]
    private partial void LogSilence(string message, TimeSpan timeout);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Error, Message = "{Message} failed in the engine")]
    private partial void LogFault(Exception exception, string message);
}
