using static Phoenix.Http.Tests.SampleEvents;

namespace Phoenix.Http.Tests.Ingestion;

/// <summary>Events that break one rule each: the text, and what the message must say.</summary>
public static class BadEvents
{
    private static readonly string Long = new('x', 129);
    private static readonly string LongEmoji = string.Concat(Enumerable.Repeat("😀", 129));

    public static TheoryData<string, string> All()
    {
        var data = new TheoryData<string, string>();
        AddId(data, "event_id", v => Event(eventId: v));
        AddId(data, "event_type", v => Event(type: v));
        AddId(data, "actor.user_id", v => Event(actor: v is null ? "{}" : $$"""{"user_id":{{v}}}"""));
        AddObjects(data);
        AddTimes(data);
        AddAnywhere(data);
        return data;
    }

    private static void AddId(TheoryData<string, string> data, string name, Func<string?, string> make)
    {
        data.Add(make(null), $"Validation failed: {name} cannot be empty");
        data.Add(make("null"), $"Validation failed: {name} cannot be empty");
        data.Add(make("\"\""), $"Validation failed: {name} cannot be empty");
        foreach (var other in new[] { "17", "true", "{}", "[\"x\"]", "1e999" })
            data.Add(make(other), $"Validation failed: {name} must be a string");
        data.Add(make($"\"{Long}\""), $"Validation failed: {name} must be at most 128 characters (code points)");
        data.Add(make($"\"{LongEmoji}\""), $"Validation failed: {name} must be at most 128 characters (code points)");
        data.Add(make($"\"{Long}\\u0041\""), $"Validation failed: {name} must be at most 128 characters (code points)");
        foreach (var control in new[] { "\\u0000", "\\n", "\\u001f", "\\u007f", "\u0085", "\\u009f" })
            data.Add(make($"\"a{control}b\""), $"Validation failed: {name} must not hold control characters");
        data.Add(make("\"\\ud800\""), "half a surrogate pair");
        data.Add(make("\"\\udc00x\""), "half a surrogate pair");
    }

    private static void AddObjects(TheoryData<string, string> data)
    {
        data.Add(Event(actor: null), "Validation failed: actor cannot be empty");
        data.Add(Event(actor: "null"), "Validation failed: actor cannot be empty");
        data.Add(Event(actor: "\"u1\""), "Validation failed: actor must be an object");
        data.Add(Event(actor: "[]"), "Validation failed: actor must be an object");
        data.Add(
            Event(actor: """{"user_id":"u","metadata":[]}"""), "Validation failed: actor.metadata must be an object");
        data.Add(
            Event(actor: """{"user_id":"u","metadata":"x"}"""), "Validation failed: actor.metadata must be an object");
        data.Add(Event(attrs: null), "Validation failed: attrs cannot be empty");
        data.Add(Event(attrs: "null"), "Validation failed: attrs cannot be empty");
        data.Add(Event(attrs: "[]"), "Validation failed: attrs must be an object");
        data.Add(Event(attrs: "5"), "Validation failed: attrs must be an object");
        data.Add(Event(more: "\"subject\":\"quest\""), "Validation failed: subject must be an object");
        data.Add(Event(more: "\"subject\":[{}]"), "Validation failed: subject must be an object");
        data.Add(Event(more: "\"subject\":{\"type\":1}"), "Validation failed: subject.type must be a string");
        data.Add(Event(more: "\"subject\":{\"id\":{}}"), "Validation failed: subject.id must be a string");
        data.Add(Event(more: "\"tenant_id\":1"), "Validation failed: tenant_id must be a string");
        foreach (var root in new[] { "[]", "\"x\"", "1", "true", "null", "[[{}]]" })
            data.Add(root, "Validation failed: event must be an object");
        data.Add("{}", "Validation failed: event_id cannot be empty");
    }

    private static void AddTimes(TheoryData<string, string> data)
    {
        data.Add(Event(occurredAt: null), "Validation failed: occurred_at cannot be empty");
        data.Add(Event(occurredAt: "null"), "Validation failed: occurred_at cannot be empty");
        data.Add(Event(occurredAt: "\"\""), "Validation failed: occurred_at cannot be empty");
        data.Add(Event(occurredAt: "1763469296"), "Validation failed: occurred_at must be a string");
        foreach (var time in new[]
        {
            "2025-11-18", "2025-11-18T12:34:56", "2025-11-18 12:34:56Z", "yesterday", "2025-13-01T00:00:00Z",
            " 2025-11-18T12:34:56Z", "2025-11-18T12:34Z", "2025-11-18T12:34:56+0100", "0000-01-01T00:00:00Z",
        })
        {
            data.Add(Event(occurredAt: $"\"{time}\""), "Validation failed: occurred_at must be an RFC 3339 time");
        }
        foreach (var time in new[]
        {
            "2025-11-18T14:00:00.000001Z", "2025-11-18T15:00:00.1+01:00", "9999-12-31T23:59:59Z",
        })
        {
            data.Add(
                Event(occurredAt: $"\"{time}\""),
                "Validation failed: occurred_at must be at most 3600 seconds ahead of the server's clock");
        }
    }

    private static void AddAnywhere(TheoryData<string, string> data)
    {
        data.Add(Event(more: "\"event_id\":\"b\""), "Validation failed: property name 'event_id' stands twice");
        data.Add(Event(more: "\"event\\u005fid\":\"b\""), "Validation failed: property name 'event_id' stands twice");
        data.Add(Event("\"\\u0061\"", more: "\"event_id\":\"b\""), "property name 'event_id' stands twice");
        data.Add(Event(more: "\"tenant_id\":\"a\",\"tenant_id\":\"b\""), "property name 'tenant_id' stands twice");
        data.Add(Event(more: "\"x\":1,\"x\":1"), "property name 'x' stands twice");
        data.Add(Event(more: "\"\":1,\"\":1"), "property name '' stands twice");
        data.Add(Event(attrs: """{"a":{"b":[{"c":1,"d":2,"c":3}]}}"""), "property name 'c' stands twice");
        data.Add(Event(attrs: """{"\u00e4":1,"ä":2}"""), "property name 'ä' stands twice");
        data.Add(Event(actor: """{"user_id":"u","user_id":"u"}"""), "property name 'user_id' stands twice");
        data.Add(Event(more: """
            "subject":{"id":"a","i\u0064":"b"}
            """), "property name 'id' stands twice");
        data.Add(
            Event(attrs: "{" + string.Join(",", Enumerable.Range(0, 5_000).Select(i => $"\"k{i % 4_999}\":1")) + "}"),
            "property name 'k0' stands twice");
        data.Add(
            Event(more: $"\"{LongEmoji}\":1,\"{LongEmoji}\":1"), "…' stands twice in one object");
        foreach (var text in new[] { "\\ud800", "\\udfff", "a\\ud83dx", "\\ud83d\\ud83d\\ude00", "\\ud83d\\n" })
        {
            data.Add(Event(attrs: $$"""{"a":"{{text}}"}"""), "half a surrogate pair");
            data.Add(Event(attrs: $$"""{"{{text}}":1}"""), "half a surrogate pair");
            data.Add(Event(more: $"\"{text}\":1"), "half a surrogate pair");
            data.Add(Event(more: $$"""
                "subject":{"id":"{{text}}"}
                """), "half a surrogate pair");
        }
        foreach (var number in new[] { "1e999", "-1E309", "1" + new string('0', 310), "[[{\"x\":2e308}]]" })
            data.Add(Event(attrs: $$"""{"a":{{number}}}"""), "number beyond binary64");
        data.Add(Event(more: "\"x\":1e999"), "number beyond binary64");
    }
}
