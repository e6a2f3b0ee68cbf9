using System.Diagnostics;

namespace Phoenix.Cluster.Telemetry;

/// <summary>The engine's part of a trace: journal write, scoring, apply. It begins none of its own; without a sampled
/// request there are no spans and nothing is allocated.</summary>
/// <remarks>
/// Actors and streams have no flow of execution that a span could ride on: its context travels as <c>traceparent</c>
/// in the messages and with the rows in memory. What is stored carries none.
/// </remarks>
internal static class EngineTracing
{
    public const string SourceName = "Phoenix.Engine";

    private static readonly ActivitySource Source = new(SourceName);

    /// <summary>Begins a span under <paramref name="traceParent"/>; null where there is none or nobody
    /// listens.</summary>
    /// <param name="others">Further requests that this work was done for, linked to the span.</param>
    public static Activity? Start(string name, string? traceParent, IEnumerable<string>? others = null)
    {
        if (traceParent is null || !ActivityContext.TryParse(traceParent, null, true, out var parent)) return null;
        var before = Activity.Current;
        var span = Source.StartActivity(name, ActivityKind.Internal, parent, links: LinksOf(others));
        // The thread goes on with other messages, which are not part of this span.
        Activity.Current = before;
        return span;
    }

    private static List<ActivityLink>? LinksOf(IEnumerable<string>? others)
    {
        List<ActivityLink>? links = null;
        foreach (var other in others ?? [])
        {
            if (ActivityContext.TryParse(other, null, true, out var context))
                (links ??= []).Add(new ActivityLink(context));
        }
        return links;
    }
}
