namespace Phoenix.Cluster.Telemetry;

/// <summary>What the engine measures beyond sums over the node (<c>Phoenix:Telemetry</c>).</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Phoenix:Telemetry";

    /// <summary>Boards that lag, the worst first, which get a series each, with the names of tenant and board. Default
    /// 0: names of customers stand in no metric unless the operator asks for it.</summary>
    public int LaggingBoardsMax { get; set; }
}
