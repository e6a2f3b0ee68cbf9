namespace Phoenix.Benchmarks.Ingestion;

/// <summary>One kind of load and the bars it is held to.</summary>
/// <param name="Name">As shown, and the tenant's id: each load has a tenant of its own.</param>
/// <param name="Connections">Open at once; each sends its next request when it has its answer.</param>
/// <param name="Batch">Events a request; 1 means single events.</param>
/// <param name="RatioBar">Durable throughput over that without the journal write, at least; null: no such bar.</param>
/// <param name="EventsPerSecondBar">Durable events a second, at least.</param>
internal sealed record IngestionLoad(
    string Name, int Connections, int Batch, double? RatioBar, double EventsPerSecondBar)
{
    /// <summary>Not measured.</summary>
    public static readonly IngestionLoad WarmUp = new("warm-up", 256, 1, null, 0);

    public static readonly IngestionLoad[] All =
    [
        new("single-64", 64, 1, 0.35, 12_000),
        new("single-256", 256, 1, 0.55, 20_000),
        new("bulk100-8", 8, 100, null, 100_000),
    ];
}
