namespace Phoenix.Benchmarks.Ingestion;

/// <summary>What wrk measured.</summary>
/// <param name="EventsPerSecond">Events in answered requests, by the duration that wrk took.</param>
/// <param name="Events">Their number.</param>
/// <param name="Refused">Answers with a status of 400 or more: a run with any proves nothing.</param>
/// <param name="SocketErrors">Connections and requests that failed or timed out.</param>
/// <param name="MedianMs">Half of the requests took no longer.</param>
/// <param name="P99Ms">99 of 100 took no longer.</param>
internal sealed record WrkResult(
    double EventsPerSecond, long Events, long Refused, long SocketErrors, double MedianMs, double P99Ms);
