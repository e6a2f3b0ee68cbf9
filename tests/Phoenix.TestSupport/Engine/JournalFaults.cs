using System.Collections.Concurrent;

namespace Phoenix.TestSupport.Engine;

/// <summary>What becomes of a write to the journal.</summary>
public enum JournalFault
{
    /// <summary>It goes through.</summary>
    None,

    /// <summary>It fails and nothing is stored.</summary>
    FailBefore,

    /// <summary>It is stored, and the writer is told that it failed.</summary>
    FailAfter,

    /// <summary>It is rejected: nothing is stored, and the writer goes on.</summary>
    Reject,
}

/// <summary>A write that the journal holds until it is released.</summary>
public sealed class HeldWrite
{
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<JournalFault> _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Done when a write is held.</summary>
    public Task Arrived => _arrived.Task;

    /// <summary>Lets the write go on to its fate.</summary>
    public void Release(JournalFault fate = JournalFault.None) => _released.TrySetResult(fate);

    internal Task<JournalFault> HoldAsync()
    {
        _arrived.TrySetResult();
        return _released.Task;
    }
}

/// <summary>What the <see cref="FaultyJournal"/> of one actor system does with its next writes. Thread-safe.</summary>
public sealed class JournalFaults
{
    private static readonly ConcurrentDictionary<string, JournalFaults> Systems = new();
    private readonly ConcurrentQueue<HeldWrite> _next = new();
    private int _writes;

    /// <summary>Those of the actor system with this name.</summary>
    public static JournalFaults Of(string systemName) => Systems.GetOrAdd(systemName, _ => new JournalFaults());

    /// <summary>Asked for each write that nothing else was arranged for, by its persistence id.</summary>
    public Func<string, JournalFault>? Plan { get; set; }

    /// <summary>How many writes came so far.</summary>
    public int Writes => Volatile.Read(ref _writes);

    /// <summary>The next write is held.</summary>
    public HeldWrite HoldNext()
    {
        var held = new HeldWrite();
        _next.Enqueue(held);
        return held;
    }

    /// <summary>The next write ends like this.</summary>
    public void FailNext(JournalFault fault) => HoldNext().Release(fault);

    internal Task<JournalFault> NextAsync(string persistenceId)
    {
        Interlocked.Increment(ref _writes);
        return _next.TryDequeue(out var held)
            ? held.HoldAsync()
            : Task.FromResult(Plan?.Invoke(persistenceId) ?? JournalFault.None);
    }
}
