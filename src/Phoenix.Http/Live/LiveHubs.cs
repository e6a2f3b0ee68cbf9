using Akka;
using Akka.Actor;
using Akka.Hosting;
using Akka.Streams;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Routing;

namespace Phoenix.Http.Live;

/// <summary>This node's live hubs, one for each board that sockets watch here.</summary>
/// <remarks>Fails: 503 while the engine has not started, and where no frame comes within
/// <see cref="Patience"/>.</remarks>
internal sealed class LiveHubs(IServiceProvider services, TimeProvider time)
{
    /// <summary>How long a socket waits for a view's first frame: longer than a board takes to move.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(5);
    private static readonly Refusal Starting = Refusal.Unavailable("This node is starting; try again.");
    private static readonly Refusal Silent = Refusal.Unavailable("The leaderboard can't be watched now; try again.");

    private readonly Lock _start = new();
    private volatile IActorRef? _hubs;

    /// <summary>Where sockets run their streams. Known once something was attached.</summary>
    public IMaterializer? Materializer { get; private set; }

    /// <summary>Attaches a socket to a view; the result is why not, or null.</summary>
    public async Task<Refusal?> AttachAsync(LiveAttachment attachment)
    {
        if ((_hubs ?? Start()) is not { } hubs) return Starting;
        hubs.Tell(attachment);
        using var patience = new CancellationTokenSource(Patience, time);
        await using (patience.Token.Register(() => attachment.Refuse(Silent)))
            return await attachment.Answered;
    }

    private IActorRef? Start()
    {
        lock (_start)
        {
            if (_hubs is not null) return _hubs;
            if (services.GetService<IReadOnlyActorRegistry>() is not { } registry
                || !registry.TryGet<LeaderboardRegion>(out var leaderboards)) return null;
            var system = services.GetRequiredService<ActorSystem>();
            // Each socket is a stream of its own, and there are thousands: no input buffers beyond the one slot.
            Materializer = ActorMaterializer.Create(system, ActorMaterializerSettings.Create(system)
                .WithInputBuffer(1, 1));
            var hubs = system.ActorOf(LiveHubsActor.Props(leaderboards, Materializer, time), "live-hubs");
            // A region that hands its shards over waits for what it still has to deliver: nobody may watch by then.
            CoordinatedShutdown.Get(system).AddTask(
                CoordinatedShutdown.PhaseBeforeServiceUnbind, "stop-live-hubs", async () =>
                {
                    await hubs.GracefulStop(StopPatience);
                    return Done.Instance;
                });
            return _hubs = hubs;
        }
    }
}
