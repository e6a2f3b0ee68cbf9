using Akka.Actor;
using Akka.Cluster;
using Akka.Event;

namespace Phoenix.Cluster.Hosting;

/// <summary>Ends a node that has founded a cluster alone, though it names other seed nodes, and stays alone.</summary>
/// <remarks>
/// The first seed node founds a cluster where no other answers its call within seconds: at a cold start, but also where
/// it comes back while it is cut off, or too busy to hear. Alone it never is up, and the cluster of the others it can't
/// join any more. Started again it calls again. Exit code and supervisor are those of a node that was downed.
/// </remarks>
internal sealed class LoneFounder : ReceiveActor, IWithTimers
{
    private sealed class Tick : INoSerializationVerificationNeeded, IDeadLetterSuppression
    {
        public static readonly Tick Instance = new();
    }

    private readonly TimeSpan _patience;

    public static Props Props(TimeSpan patience) => Akka.Actor.Props.Create(() => new LoneFounder(patience));

    public LoneFounder(TimeSpan patience)
    {
        _patience = patience;
        Receive<Tick>(_ => OnTick());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, _patience);

    private void OnTick()
    {
        var cluster = Akka.Cluster.Cluster.Get(Context.System);
        if (cluster.SelfMember.Status == MemberStatus.Up)
        {
            Context.Stop(Self);
            return;
        }
        if (cluster.SelfMember.Status != MemberStatus.Joining || cluster.State.Members.Count > 1) return;
        Context.GetLogger().Warning(
            "This node has founded a cluster and is alone in it after {0}: it ends, to be started again", _patience);
        CoordinatedShutdown.Get(Context.System).Run(CoordinatedShutdown.ClusterDowningReason.Instance);
    }
}
