using Akka.Actor;
using Akka.Persistence;

namespace Phoenix.Cluster.Hosting;

/// <summary>Recovers an empty log once and stops: so the journal and the snapshot store have started, and their code is
/// compiled, before the first tenant waits for them.</summary>
/// <remarks>It writes nothing. Fails: a store that can't be read is readiness's matter, and no tenant starts on it
/// either.</remarks>
internal sealed class JournalWarmUp : ReceivePersistentActor
{
    private readonly TaskCompletionSource _done;

    public JournalWarmUp(TaskCompletionSource done)
    {
        _done = done;
        Recover<RecoveryCompleted>(_ => Context.Stop(Self));
        CommandAny(_ => { });
    }

    public override string PersistenceId => "warm-up";

    protected override void PostStop() => _done.TrySetResult();
}
