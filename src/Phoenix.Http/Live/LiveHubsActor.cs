using Akka.Actor;
using Akka.Streams;
using Phoenix.Messages.Routing;

namespace Phoenix.Http.Live;

/// <summary>The parent of this node's live hubs: makes one for a board when a socket wants to watch it.</summary>
/// <remarks>
/// Sent by: sockets (<see cref="LiveAttachment"/>), hubs (Idle).
/// Promise: an attachment reaches a hub that lives: a hub ends only when it has had all that went through here.
/// Limits:  a hub per board.
/// Fails:   a hub that throws is stopped; its sockets' streams end, and they come again.
/// </remarks>
internal sealed class LiveHubsActor : ReceiveActor
{
    private readonly Dictionary<string, Child> _hubs = [];
    private readonly Dictionary<IActorRef, string> _names = [];

    public static Props Props(IActorRef leaderboards, IMaterializer materializer, TimeProvider time) =>
        Akka.Actor.Props.Create(() => new LiveHubsActor(leaderboards, materializer, time));

    public LiveHubsActor(IActorRef leaderboards, IMaterializer materializer, TimeProvider time)
    {
        Receive<LiveAttachment>(attachment =>
        {
            var name = EntityIds.Leaderboard(attachment.TenantId, attachment.LeaderboardId);
            if (!_hubs.TryGetValue(name, out var hub))
            {
                hub = new Child(Context.Watch(Context.ActorOf(LiveHub.Props(
                    attachment.TenantId, attachment.LeaderboardId, leaderboards, materializer, time))));
                _hubs.Add(name, hub);
                _names.Add(hub.Actor, name);
            }
            hub.Attaches++;
            hub.Actor.Forward(attachment);
        });
        Receive<LiveHub.Idle>(idle =>
        {
            if (!_names.TryGetValue(Sender, out var name) || _hubs[name].Attaches != idle.Attaches) return;
            Forget(Sender);
            Context.Stop(Sender);
        });
        Receive<Terminated>(gone => Forget(gone.ActorRef));
    }

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    private void Forget(IActorRef hub)
    {
        if (_names.Remove(hub, out var name)) _hubs.Remove(name);
    }

    private sealed class Child(IActorRef actor)
    {
        public IActorRef Actor => actor;
        public long Attaches { get; set; }
    }
}
