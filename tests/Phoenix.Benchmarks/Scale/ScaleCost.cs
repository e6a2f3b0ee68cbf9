namespace Phoenix.Benchmarks.Scale;

/// <summary>What a load was and cost.</summary>
/// <param name="EventsPerSecond">Accepted by all nodes together.</param>
/// <param name="Events">Their number.</param>
/// <param name="Nodes">Processor time of all nodes.</param>
/// <param name="PostgreSql">Processor time of the database.</param>
internal sealed record ScaleCost(double EventsPerSecond, long Events, TimeSpan Nodes, TimeSpan PostgreSql)
{
    /// <summary>What the nodes make of a core in a second.</summary>
    public double EventsPerCoreSecond => Events / Nodes.TotalSeconds;

    public double NodeMicrosecondsPerEvent => Nodes.TotalMicroseconds / Events;

    public double PostgreSqlMicrosecondsPerEvent => PostgreSql.TotalMicroseconds / Events;
}
