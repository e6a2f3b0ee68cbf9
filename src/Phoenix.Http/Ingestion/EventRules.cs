namespace Phoenix.Http.Ingestion;

/// <summary>What events are judged by, besides the contract's fixed rules.</summary>
/// <param name="Tenant">Of the caller's token: what <c>tenant_id</c> becomes.</param>
/// <param name="LatestUs">The latest <c>occurred_at</c> allowed, microseconds since the Unix epoch.</param>
/// <param name="TooLate">The fault of a later one.</param>
internal readonly record struct EventRules(string Tenant, long LatestUs, EventFault TooLate)
{
    /// <summary>
    /// The fault of an <c>occurred_at</c> more than <paramref name="seconds"/> ahead of the server's clock.
    /// </summary>
    public static EventFault TooLateFault(int seconds) => new(
        EventField.OccurredAt.Path,
        $"{EventField.OccurredAt.Name} must be at most {seconds} seconds ahead of the server's clock");
}
