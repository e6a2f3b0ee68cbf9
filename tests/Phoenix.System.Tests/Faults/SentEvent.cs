namespace Phoenix.System.Tests.Faults;

/// <summary>One event and all that the client knows of it. Its id is its own; each attempt sends the same.</summary>
internal sealed class SentEvent(string id, string type, string user, int points)
{
    private readonly DateTimeOffset _occurredAt = TimeProvider.System.GetUtcNow();
    private int _acknowledgements;
    private int _fresh;
    private int _refusals;
    private int _unknowns;

    public string Id => id;
    public string User => user;
    public int Points => points;

    /// <summary>Whether it may ever be accepted.</summary>
    public bool IsValid => type.Length > 0;

    public TimeSpan MadeAt { get; } = Timing.Now;

    public int Acknowledgements => Volatile.Read(ref _acknowledgements);

    /// <summary>Acknowledgements that said that it was no duplicate.</summary>
    public int Fresh => Volatile.Read(ref _fresh);

    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>Attempts without an answer, or answered with 5xx.</summary>
    public int Unknowns => Volatile.Read(ref _unknowns);

    public void Acknowledge(bool isDuplicate)
    {
        Interlocked.Increment(ref _acknowledgements);
        if (!isDuplicate) Interlocked.Increment(ref _fresh);
    }

    public void Refuse() => Interlocked.Increment(ref _refusals);

    public void LeaveUnknown() => Interlocked.Increment(ref _unknowns);

    public object ToBody() => new
    {
        event_id = id, type, actor = new { user_id = user }, occurred_at = _occurredAt, attrs = new { points },
    };

    public override string ToString() =>
        $"{id} (acknowledged {Acknowledgements}, of these fresh {Fresh}; refused {Refusals}; unknown {Unknowns})";
}
