using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Serialization;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;

namespace Phoenix.TestSupport.Engine;

/// <summary>Stands in for a shard region: routes by entity, handles passivation; can kill, supplant and lose.</summary>
/// <remarks>
/// Every routed message is serialized and read back. Rows on their way to a board, and its answers to its feed, go
/// through a <see cref="FaultyLine"/>.
/// </remarks>
internal sealed class FaultyRegion : ReceiveActor, IWithTimers
{
    /// <summary>Stop the entity at once, without hand-off. Answered by <see cref="Done"/> when it is gone.</summary>
    public sealed record Kill(string EntityId);

    /// <summary>Start another incarnation with the next message, while the present one lingers. Answered by
    /// <see cref="Done"/>.</summary>
    public sealed record Supplant(string EntityId);

    /// <summary>From now on lose by this plan; null: nothing any more, and what was held back is delivered.</summary>
    public sealed record Lose(LossPlan? Plan);

    /// <summary>Answered by <see cref="Incarnations"/>.</summary>
    public sealed record GetIncarnations(string EntityId);

    /// <param name="Current">Null where none lives.</param>
    public sealed record Incarnations(IActorRef? Current, IReadOnlyList<IActorRef> Lingering);

    public sealed record Done
    {
        public static readonly Done Instance = new();
    }

    private sealed record Tick
    {
        public static readonly Tick Instance = new();
    }

    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(20);

    private readonly Func<string, Props> _props;
    private readonly Serialization _serialization = Context.System.Serialization;
    private readonly Dictionary<string, IActorRef> _entities = [];
    private readonly Dictionary<string, List<IActorRef>> _lingering = [];
    private readonly Dictionary<IActorRef, List<(object Message, IActorRef Sender)>> _passivating = [];
    private readonly Dictionary<IActorRef, IActorRef> _replyLines = [];
    private readonly Dictionary<string, ApplyRows> _before = [];
    private readonly List<(IActorRef Entity, IActorRef ReplyTo)> _killing = [];
    private readonly FaultyLine _line;

    public static Props Props(Func<string, Props> props) => Akka.Actor.Props.Create(() => new FaultyRegion(props));

    public FaultyRegion(Func<string, Props> props)
    {
        _props = props;
        _line = new FaultyLine(Deliver);
        Receive<Kill>(OnKill);
        Receive<Supplant>(OnSupplant);
        Receive<Lose>(OnLose);
        Receive<GetIncarnations>(m => Sender.Tell(
            new Incarnations(_entities.GetValueOrDefault(m.EntityId), _lingering.GetValueOrDefault(m.EntityId) ?? [])));
        Receive<Passivate>(OnPassivate);
        Receive<Terminated>(OnTerminated);
        Receive<Tick>(_ => _line.ReleaseOne());
        ReceiveAny(OnMessage);
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>A stand-in's entities die with their failures, as sharded ones do; they start with the next
    /// message.</summary>
    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart() => Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickInterval);

    private void OnMessage(object message)
    {
        if (ShardTopology.EntityOf(message) is null)
        {
            Unhandled(message);
            return;
        }
        var copy = RoundTrip(_serialization, message);
        if (copy is ApplyRows rows) _line.Send(Widened(rows), ReplyLineOf(Sender));
        else Deliver(copy, Sender);
    }

    private ApplyRows Widened(ApplyRows rows)
    {
        var id = ShardTopology.EntityOf(rows)!;
        var isNext = _before.TryGetValue(id, out var before) && before.To + 1 == rows.From;
        _before[id] = rows;
        return isNext && _line.Plan is { } plan && plan.Happens(plan.Overlapping)
            ? rows with { From = before!.From, Sections = [.. before.Sections, .. rows.Sections] }
            : rows;
    }

    private void Deliver(object message, IActorRef sender)
    {
        var id = ShardTopology.EntityOf(message)!;
        if (message is ApplyRows && _line.Plan is { } plan && _lingering.TryGetValue(id, out var old)
            && plan.Happens(plan.ToOld))
            foreach (var entity in old) entity.Tell(message, sender);
        if (_entities.TryGetValue(id, out var current) && _passivating.TryGetValue(current, out var buffer))
        {
            buffer.Add((message, sender));
            return;
        }
        if (current is null)
        {
            current = Context.ActorOf(_props(id));
            Context.Watch(current);
            _entities.Add(id, current);
        }
        current.Tell(message, sender);
    }

    private void OnKill(Kill kill)
    {
        if (!_entities.TryGetValue(kill.EntityId, out var entity))
        {
            Sender.Tell(Done.Instance);
            return;
        }
        _killing.Add((entity, Sender));
        Context.Stop(entity);
    }

    private void OnSupplant(Supplant supplant)
    {
        if (_entities.Remove(supplant.EntityId, out var entity))
        {
            if (!_lingering.TryGetValue(supplant.EntityId, out var lingering)) _lingering[supplant.EntityId] =
                lingering = [];
            lingering.Add(entity);
        }
        Sender.Tell(Done.Instance);
    }

    private void OnLose(Lose lose)
    {
        _line.Plan = lose.Plan;
        if (lose.Plan is null) _line.ReleaseAll();
        foreach (var line in _replyLines.Values) line.Tell(lose);
        Sender.Tell(Done.Instance);
    }

    private void OnPassivate(Passivate passivate)
    {
        if (_entities.ContainsValue(Sender)) _passivating.TryAdd(Sender, []);
        Sender.Tell(passivate.StopMessage);
    }

    private void OnTerminated(Terminated terminated)
    {
        var dead = terminated.ActorRef;
        foreach (var (id, entity) in _entities.ToList())
        {
            if (entity.Equals(dead)) _entities.Remove(id);
        }
        foreach (var lingering in _lingering.Values) lingering.Remove(dead);
        foreach (var (entity, replyTo) in _killing.Where(k => k.Entity.Equals(dead)).ToList())
        {
            _killing.Remove((entity, replyTo));
            replyTo.Tell(Done.Instance);
        }
        if (!_passivating.Remove(dead, out var buffer)) return;
        foreach (var (message, sender) in buffer) Deliver(message, sender);
    }

    private IActorRef ReplyLineOf(IActorRef feed)
    {
        if (_replyLines.TryGetValue(feed, out var line)) return line;
        var plan = _line.Plan;
        line = Context.ActorOf(Akka.Actor.Props.Create(() => new ReplyLine(feed, plan)));
        _replyLines.Add(feed, line);
        return line;
    }

    internal static object RoundTrip(Serialization serialization, object message)
    {
        var serializer = (SerializerWithStringManifest)serialization.FindSerializerFor(message);
        return serializer.FromBinary(serializer.ToBinary(message), serializer.Manifest(message));
    }

    /// <summary>A board's answers on their way to one feed.</summary>
    private sealed class ReplyLine : ReceiveActor, IWithTimers
    {
        public ReplyLine(IActorRef feed, LossPlan? plan)
        {
            var serialization = Context.System.Serialization;
            var line = new FaultyLine((message, sender) => feed.Tell(message, sender)) { Plan = plan };
            Receive<Tick>(_ => line.ReleaseOne());
            Receive<Lose>(m =>
            {
                line.Plan = m.Plan;
                if (m.Plan is null) line.ReleaseAll();
            });
            ReceiveAny(m => line.Send(RoundTrip(serialization, m), Sender));
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PreStart() => Timers.StartPeriodicTimer(Tick.Instance, Tick.Instance, TickInterval);
    }
}
