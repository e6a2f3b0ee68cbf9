namespace Phoenix.Cluster.Domain.Windows;

/// <summary>A stretch of time, from start to before end, during which a zone's offset from UTC stays.
/// Microseconds.</summary>
internal readonly record struct ZoneRun(long StartUs, long EndUs, long OffsetUs);
