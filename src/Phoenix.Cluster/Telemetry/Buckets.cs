using System.Diagnostics.Metrics;

namespace Phoenix.Cluster.Telemetry;

/// <summary>The bounds of histograms, chosen for what is measured: few, so that a scrape stays small.</summary>
internal static class Buckets
{
    /// <summary>Seconds, from a tenth of a millisecond (an apply in memory) to half a minute (a stalled
    /// disk).</summary>
    public static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [0.0001, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    };

    /// <summary>Events of one row, up to the most that a row takes.</summary>
    public static readonly InstrumentAdvice<int> Events = new()
    {
        HistogramBucketBoundaries = [1, 4, 16, 64, 128, 256, 512, 1_024, 2_000],
    };

    /// <summary>Bytes, from 1 KiB to 64 MiB.</summary>
    public static readonly InstrumentAdvice<long> Bytes = new()
    {
        HistogramBucketBoundaries = [1_024, 16_384, 262_144, 1_048_576, 4_194_304, 16_777_216, 67_108_864],
    };
}
