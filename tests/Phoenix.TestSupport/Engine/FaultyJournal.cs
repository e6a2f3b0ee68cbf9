using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Sql.Journal;

namespace Phoenix.TestSupport.Engine;

/// <summary>The engine's journal, whose writes fail, are rejected or held as <see cref="JournalFaults"/> says.</summary>
public sealed class FaultyJournal(Akka.Configuration.Config config) : SqlWriteJournal(config)
{
    private sealed record Run(Action Work) : INoSerializationVerificationNeeded;

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(
        IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.ToList();
        var (self, faults) = (Self, JournalFaults.Of(Context.System.Name));
        var fault = await faults.NextAsync(writes[0].PersistenceId);
        switch (fault)
        {
            case JournalFault.FailBefore:
                throw new IOException("The journal fails, as the test wants it to; nothing was stored.");
            case JournalFault.Reject:
                return writes.Select(Exception (_) => new InvalidDataException("Rejected, as the test wants it."))
                    .ToImmutableList();
        }
        var result = await WriteAsync(self, writes, cancellationToken);
        return fault == JournalFault.FailAfter
            ? throw new IOException("The journal fails, as the test wants it to; the write is stored.")
            : result;
    }

    protected override bool ReceivePluginInternal(object message)
    {
        if (message is not Run run) return base.ReceivePluginInternal(message);
        run.Work();
        return true;
    }

    /// <summary>The plugin's own write needs the actor's context, which is gone once something was awaited.</summary>
    private Task<IImmutableList<Exception>> WriteAsync(
        IActorRef self, List<AtomicWrite> writes, CancellationToken cancellation)
    {
        var done = new TaskCompletionSource<IImmutableList<Exception>>(
            TaskCreationOptions.RunContinuationsAsynchronously);
        self.Tell(new Run(async () =>
        {
            try
            {
                done.SetResult(await base.WriteMessagesAsync(writes, cancellation));
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        }));
        return done.Task;
    }
}
