namespace Phoenix.Http.Replay;

/// <summary>What one row came to: an event, a row left out on purpose, or one that can't be an event.</summary>
/// <param name="Line">The line on which the row begins; the file's first is 1.</param>
/// <param name="Event">The event as UTF-8 JSON; empty where there is none.</param>
/// <param name="Skipped">Whether the row is left out on purpose.</param>
/// <param name="Fault">Why the row can't be an event; null where it can.</param>
public readonly record struct ReplayItem(long Line, ReadOnlyMemory<byte> Event, bool Skipped, string? Fault)
{
    /// <summary>The row is an event.</summary>
    public static ReplayItem Of(long line, ReadOnlyMemory<byte> json) => new(line, json, false, null);

    /// <summary>The row is left out on purpose.</summary>
    public static ReplayItem Skip(long line) => new(line, default, true, null);

    /// <summary>The row can't be an event, and why.</summary>
    public static ReplayItem Faulty(long line, string fault) => new(line, default, false, fault);
}
