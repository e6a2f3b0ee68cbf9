using System.Collections.Frozen;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using Phoenix.Http.Ingestion;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.Telemetry;

/// <summary>What the gateway counts beside the web server's own metrics: events it turned away, and silence of the
/// engine.</summary>
/// <remarks>An accepted request touches nothing here.</remarks>
public sealed class GatewayInstruments
{
    public const string MeterName = "Phoenix.Gateway";

    private const string OtherField = "other";

    // A fault may name any property of an event; what is counted must have a bound.
    private static readonly FrozenSet<string> Fields = new[]
    {
        EventField.TenantId, EventField.EventId, EventField.Type, EventField.Actor, EventField.UserId,
        EventField.Metadata, EventField.Subject, EventField.SubjectType, EventField.SubjectId, EventField.OccurredAt,
        EventField.Attrs,
    }.Select(field => field.Path).Append("event").ToFrozenSet(StringComparer.Ordinal);

    private readonly Counter<long> _rejected;
    private readonly Counter<long> _silences;

    public GatewayInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _rejected = meter.CreateCounter<long>(
            "phoenix.events.rejected", "{event}",
            "Events that were not accepted, by error code and field; a request refused as a whole counts once.");
        _silences = meter.CreateCounter<long>(
            "phoenix.engine.silences", "{attempt}", "Questions to the engine that got no answer and were asked again.");
    }

    /// <summary>The span of the request, as <c>traceparent</c> for the engine; null where it is not sampled.</summary>
    /// <remarks>Without a listener the web server makes one for its log, which is as sampled as the caller
    /// said.</remarks>
    public static string? TraceParent =>
        Activity.Current is { Recorded: true } request && request.Source.HasListeners() ? request.Id : null;

    /// <summary>A request was refused as a whole.</summary>
    public void OnRejected(Refusal refusal) =>
        Reject(ErrorCatalog.NameOf(refusal.Code), refusal.Details.Count > 0 ? refusal.Details[0].Field : null);

    /// <summary>One event of a bulk failed.</summary>
    internal void OnRejected(EventFault fault) => Reject(ErrorCatalog.NameOf(ErrorCode.ValidationError), fault.Field);

    /// <summary>The engine gave no answer in time.</summary>
    public void OnSilence() => _silences.Add(1);

    private void Reject(string code, string? field)
    {
        if (field is null)
            _rejected.Add(1, new KeyValuePair<string, object?>("error.type", code));
        else
            _rejected.Add(
                1, new("error.type", code), new("phoenix.field", Fields.Contains(field) ? field : OtherField));
    }
}
