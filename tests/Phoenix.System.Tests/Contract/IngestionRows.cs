using System.Text;
using static Phoenix.System.Tests.Contract.ContractRow;
using static Phoenix.System.Tests.Contract.Credential;

namespace Phoenix.System.Tests.Contract;

/// <summary>§2: events, one by one and in bulk.</summary>
internal static class IngestionRows
{
    private const string Single = "/v1/events";
    private const string Bulk = "/v1/events/bulk";
    private static readonly string Longest = new('é', 128);

    public static IReadOnlyList<ContractRow> All { get; } = [.. Fields(), .. Texts(), .. Bodies(), .. Bulks()];

    private static IEnumerable<ContractRow> Fields()
    {
        foreach (var (field, name) in new[] { ("event_id", "event_id"), ("type", "event_type") })
        {
            foreach (var empty in new[] { null, "null", "\"\"" })
                yield return Bad($"Validation failed: {name} cannot be empty", (field, empty));
            yield return Bad($"Validation failed: {name} must be a string", (field, "7"));
            yield return Bad(name, (field, $"\"{Longest}x\""));
            yield return Bad(name, (field, "\"a\\u0085\""));
        }
        foreach (var field in new[] { "actor", "occurred_at", "attrs" })
        {
            foreach (var empty in new[] { null, "null" })
                yield return Bad($"Validation failed: {field} cannot be empty", (field, empty));
        }
        yield return Bad("Validation failed: actor.user_id cannot be empty", ("actor", "{}"));
        yield return Bad("Validation failed: actor.user_id cannot be empty", ("actor", """{"user_id":""}"""));
        yield return Bad("actor must be an object", ("actor", "\"ann\""));
        yield return Bad("actor.metadata must be an object", ("actor", """{"user_id":"ann","metadata":7}"""));
        yield return Bad("attrs must be an object", ("attrs", "[]"));
        yield return Bad("subject must be an object", ("subject", "7"));
        yield return Bad("subject.type must be a string", ("subject", """{"type":7}"""));
        yield return Bad("subject.id must be a string", ("subject", """{"id":7}"""));
        yield return Bad("tenant_id must be a string", ("tenant_id", "7"));
        foreach (var time in new[] { "now", "2025-11-18", "2025-11-18T12:34:56", "2025-02-30T00:00:00Z" })
            yield return Bad("occurred_at must be an RFC 3339 time with an offset", ("occurred_at", $"\"{time}\""));
        yield return Bad("occurred_at must be a string", ("occurred_at", "1763469296"));
        yield return Bad("at most 3600 seconds ahead", ("occurred_at", "\"2999-01-01T00:00:00Z\""));
    }

    private static IEnumerable<ContractRow> Texts()
    {
        yield return Good(("type", $"\"{Longest}\""));
        yield return Good(("occurred_at", "\"1900-01-01t00:00:00.123456789+01:00\""));
        yield return Good(("actor", """{"user_id":"ann","metadata":null}"""), ("subject", "null"));
        yield return Good(("subject", """{"type":"match","id":"m-1","more":[1,{}]}"""));
        yield return Good(("tenant_id", "\"other\""), ("anything", """{"else":[null,true,1.5e3]}"""));
        yield return Good(("tenant_id", "null"));
        yield return Done("POST", Single, Token, 202, "\"duplicate\":true,\"position\":\"", Event(
            ("event_id", "\"seed-0\"")));
    }

    private static IEnumerable<ContractRow> Bodies()
    {
        string[] notJson =
        [
            "{", "{}{}", """{"a":1,}""", """{"a":1}//""", "{'a':1}", "nul", new string('[', 33) + new string(']', 33),
        ];
        foreach (var path in new[] { Single, Bulk })
        {
            foreach (var body in notJson)
                yield return Refused("POST", path, Token, 400, "VALIDATION_ERROR", "not JSON", body);
            yield return Refused("POST", path, Token, 400, "VALIDATION_ERROR", "empty", "");
            yield return Refused("POST", path, Token, 400, "VALIDATION_ERROR", "byte order mark", "\uFEFF{}");
            yield return new ContractRow(
                "POST", path, Token, [.. "{\"a\":\""u8, 0xFF, .. "\"}"u8], 400, "VALIDATION_ERROR", "UTF-8");
        }
        foreach (var body in new[] { "[]", "7", "null", "\"x\"" })
            yield return Refused("POST", Single, Token, 400, "VALIDATION_ERROR", "event must be an object", body);
        yield return Refused(
            "POST", Single, Token, 400, "VALIDATION_ERROR", "stands twice", """{"event_id":"a","event_id":"a"}""");
        yield return Refused(
            "POST", Single, Token, 400, "VALIDATION_ERROR", "binary64", Event(("attrs", "{\"n\":7e7}"))
                .Replace("7e7", "1e999", StringComparison.Ordinal));
        yield return Refused(
            "POST", Single, Token, 400, "VALIDATION_ERROR", "surrogate", """{"event_id":"\ud800"}""");
    }

    private static IEnumerable<ContractRow> Bulks()
    {
        foreach (var body in new[] { "{}", """{"events":[]}""", """{"events":null}""", """{"evens":[{}]}""" })
            yield return Refused(
                "POST", Bulk, Token, 400, "VALIDATION_ERROR", "Bulk request must contain at least 1 event", body);
        yield return Refused(
            "POST", Bulk, Token, 400, "VALIDATION_ERROR", "Bulk request can contain maximum 100 events", Many(101));
        foreach (var body in new[] { """{"events":7}""", """{"events":{}}""", "[]", "7" })
            yield return Refused("POST", Bulk, Token, 400, "VALIDATION_ERROR", "", body);
        yield return Done(
            "POST", Bulk, Token, 202, """{"status":"failed","total":2,"accepted":0,"failed":2,"results":[""",
            """{"events":[7,{"event_id":7}]}""");
        yield return Done(
            "POST", Bulk, Token, 202, """{"index":1,"event_id":null,"status":"failed","error":"Validation failed: """,
            """{"events":[7,{"event_id":7}]}""");
        yield return Done(
            "POST", Bulk, Token, 202, """{"status":"partial","total":2,"accepted":1,"failed":1,"results":[""",
            $$"""{"events":[{{Event()}},{{Event(("type", null))}}]}""");
        yield return Done(
            "POST", Bulk, Token, 202, """{"status":"accepted","total":2,"accepted":2,"failed":0,""", Many(2));
        // More than the tenant may send in a second.
        yield return Refused("POST", Bulk, Token, 429, "RATE_LIMITED", "95 events a second", Many(100));
    }

    private static string Many(int count) =>
        $$"""{"events":[{{string.Join(',', Enumerable.Range(0, count).Select(_ => Event()))}}]}""";

    private static ContractRow Good(params (string, string?)[] members) =>
        Done("POST", Single, Token, 202, "\"status\":\"accepted\"", Event(members));

    private static ContractRow Bad(string says, params (string, string?)[] members) =>
        Refused("POST", Single, Token, 400, "VALIDATION_ERROR", says, Event(members));
}
