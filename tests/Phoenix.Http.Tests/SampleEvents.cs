namespace Phoenix.Http.Tests;

/// <summary>Events to send.</summary>
public static class SampleEvents
{
    /// <summary>The integration guide's sample, as printed there.</summary>
    public const string Guide = """
        {
          "tenant_id": "placeholder",
          "event_id": "evt_01JBQ56ZGTKNC3XN8R8KZZR4N5",
          "type": "match.completed",
          "actor": {
            "user_id": "user-123",
            "metadata": {
              "region": "na-east",
              "platform": "ios"
            }
          },
          "subject": {
            "type": "match",
            "id": "match-987"
          },
          "occurred_at": "2025-11-18T12:34:56Z",
          "attrs": {
            "score": 1550,
            "duration_seconds": 480,
            "victory": true
          }
        }
        """;

    /// <summary>A valid event whose fields can be set as JSON; a null leaves the field out.</summary>
    public static string Event(
        string? eventId = "\"evt_1\"", string? type = "\"match.completed\"", string? actor = """{"user_id":"u1"}""",
        string? occurredAt = "\"2025-11-18T12:34:56Z\"", string? attrs = "{}", string? more = null) =>
        "{" + string.Join(",", new[]
        {
            eventId is null ? null : "\"event_id\":" + eventId,
            type is null ? null : "\"type\":" + type,
            actor is null ? null : "\"actor\":" + actor,
            occurredAt is null ? null : "\"occurred_at\":" + occurredAt,
            attrs is null ? null : "\"attrs\":" + attrs,
            more,
        }.Where(member => member is not null)) + "}";

    public static string Bulk(params IEnumerable<string> events) => "{\"events\":[" + string.Join(",", events) + "]}";
}
