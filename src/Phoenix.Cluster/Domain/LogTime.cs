namespace Phoenix.Cluster.Domain;

/// <summary>Instants as the log holds them: whole microseconds since the Unix epoch.</summary>
public static class LogTime
{
    public const long PerSecond = 1_000_000;

    /// <summary>The instant in microseconds; finer digits are cut.</summary>
    public static long ToUnixMicroseconds(this DateTimeOffset instant) =>
        (instant.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;

    public static long ToMicroseconds(this TimeSpan span) => span.Ticks / TimeSpan.TicksPerMicrosecond;
}
