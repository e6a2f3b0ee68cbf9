using Phoenix.Http.Hosting;
using Phoenix.Messages.Limits;

namespace Phoenix.Http.Ingestion;

/// <summary>
/// <c>Phoenix:Ingestion</c>, as far as the gateway goes by it. Every limit may be lowered; none raised.
/// </summary>
/// <remarks>
/// Raising them is refused because the log's rows and the frames between nodes are sized for the contract's.
/// </remarks>
public sealed class IngestionOptions
{
    public const string Section = "Phoenix:Ingestion";

    /// <summary>Events in one bulk request. 1–100, default 100.</summary>
    public int MaxBulkEvents { get; internal set; } = ContractLimits.BulkEventsMax;

    /// <summary>Decoded bytes of one body. 1,024–1,048,576, default 1,048,576.</summary>
    public int MaxBodyBytes { get; internal set; } = ContractLimits.BodyBytesMax;

    /// <summary>Seconds that <c>occurred_at</c> may be ahead of the server's clock. 0–86,400, default 3,600.</summary>
    public int MaxFutureSeconds { get; internal set; } = ContractLimits.FutureSecondsMax;

    internal void Read(IConfiguration configuration)
    {
        var settings = new Settings(configuration, Section);
        MaxBulkEvents = settings.Number("MaxBulkEvents", MaxBulkEvents, 1, ContractLimits.BulkEventsMax);
        MaxBodyBytes = settings.Number("MaxBodyBytes", MaxBodyBytes, 1_024, ContractLimits.BodyBytesMax);
        MaxFutureSeconds = settings.Number("MaxFutureSeconds", MaxFutureSeconds, 0, 86_400);
    }
}
