namespace Phoenix.Http.Replay;

/// <summary>Counts what came of the rows. Safe to use from many threads.</summary>
public sealed class ReplayTally
{
    /// <summary>So many reasons of failed events are kept; the rest are counted.</summary>
    public const int ReasonsMax = 10;

    private readonly Lock _lock = new();
    private readonly List<string> _reasons = [];
    private long _read, _skipped, _accepted, _duplicates, _failed, _retries;

    /// <summary>Rows read so far, skipped and faulty ones too.</summary>
    public long Read => Interlocked.Read(ref _read);

    /// <summary>Rows left out on purpose.</summary>
    public long Skipped => Interlocked.Read(ref _skipped);

    /// <summary>Events the node has accepted, duplicates too.</summary>
    public long Accepted => Interlocked.Read(ref _accepted);

    /// <summary>Accepted events that the node's log already held.</summary>
    public long Duplicates => Interlocked.Read(ref _duplicates);

    /// <summary>Rows that are no event, and events that the node refused.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Requests sent again.</summary>
    public long Retries => Interlocked.Read(ref _retries);

    /// <summary>Why a request was last sent again; null where none was.</summary>
    public string? LastRetryReason { get; private set; }

    /// <summary>Events whose fate is not known (yet): not sent, or sent without an answer.</summary>
    public long Unconfirmed => Read - Skipped - Accepted - Failed;

    /// <summary>The first reasons of failed events, with their lines.</summary>
    public IReadOnlyList<string> Reasons
    {
        get
        {
            lock (_lock) return [.. _reasons];
        }
    }

    /// <summary>A row was read; a skipped or faulty one is settled with that.</summary>
    public void CountRead(ReplayItem item)
    {
        Interlocked.Increment(ref _read);
        if (item.Skipped) Interlocked.Increment(ref _skipped);
        if (item.Fault is { } fault) CountFailed(item.Line, fault);
    }

    /// <summary>The node accepted an event.</summary>
    public void CountAccepted(bool duplicate)
    {
        Interlocked.Increment(ref _accepted);
        if (duplicate) Interlocked.Increment(ref _duplicates);
    }

    /// <summary>A row is no event, or the node refused it.</summary>
    public void CountFailed(long line, string reason)
    {
        Interlocked.Increment(ref _failed);
        lock (_lock)
        {
            if (_reasons.Count < ReasonsMax) _reasons.Add($"line {line}: {reason}");
        }
    }

    /// <summary>A request is sent again, and why.</summary>
    public void CountRetry(string reason)
    {
        Interlocked.Increment(ref _retries);
        LastRetryReason = reason;
    }
}
