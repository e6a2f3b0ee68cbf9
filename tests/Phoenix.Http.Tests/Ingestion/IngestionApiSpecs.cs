using System.Text;
using System.Text.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Tests.Ingestion;

public sealed class IngestionApiSpecs : IAsyncLifetime
{
    private HttpTestHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpTestHost.StartAsync();
    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task Accepts_the_guides_sample()
    {
        var answer = await _host.PostAsync("/v1/events", SampleEvents.Guide);

        Assert.Equal(202, answer.Status);
        Assert.Equal(
            """{"status":"accepted","event_id":"evt_01JBQ56ZGTKNC3XN8R8KZZR4N5","duplicate":false,"position":"1"}""",
            answer.Text);
        var sent = Assert.Single(_host.Engine.Accepted);
        Assert.Equal("acme", sent.TenantId.Value);
        var record = Assert.Single(sent.Events);
        Assert.Equal("evt_01JBQ56ZGTKNC3XN8R8KZZR4N5", Encoding.UTF8.GetString(record.EventId));
        Assert.Equal("match.completed", Encoding.UTF8.GetString(record.Type));
        Assert.Equal("user-123", Encoding.UTF8.GetString(record.UserId));
        Assert.Equal(DateTimeOffset.Parse("2025-11-18T12:34:56Z").ToUnixTimeMilliseconds() * 1000, record.OccurredAtUs);
        Assert.Equal(
            JsonSerializer.Serialize(JsonDocument.Parse(SampleEvents.Guide.Replace("placeholder", "acme"))),
            JsonSerializer.Serialize(JsonDocument.Parse(record.Body.ToArray())));
    }

    [Fact]
    public async Task Says_of_a_duplicate_that_it_is_one()
    {
        _host.Engine.Answer = _ => new EventsAcceptedReply(42, [true]);

        var answer = await _host.PostAsync("/v1/events", SampleEvents.Event(eventId: "\"a\\\"b\\\\c\""));

        Assert.Equal(
            """{"status":"accepted","event_id":"a\"b\\c","duplicate":true,"position":"42"}""", answer.Text);
    }

    [Theory]
    [InlineData("""{"tenant_id":"evil",REST}""")]
    [InlineData("""{REST,"tenant_id":"evil"}""")]
    [InlineData("""{"x":1,"tenant_id":"evil",REST}""")]
    [InlineData("""{"tenant\u005fid":"evil",REST}""")]
    [InlineData("""{ "x" : 1 , "\u0074enant_id" : "ev\u0069l" , REST }""")]
    [InlineData("""{"tenant_id":null,REST}""")]
    [InlineData("""{"tenant_id":"evil,}\"",REST}""")]
    [InlineData("""{REST}""")]
    public async Task Overwrites_the_tenant_wherever_it_stands(string form)
    {
        var rest = SampleEvents.Event()[1..^1];
        var answer = await _host.PostAsync("/v1/events", form.Replace("REST", rest));

        Assert.Equal(202, answer.Status);
        var body = Encoding.UTF8.GetString(_host.Engine.Accepted[0].Events[0].Body);
        Assert.StartsWith("""{"tenant_id":"acme",""", body);
        var members = JsonDocument.Parse(body).RootElement.EnumerateObject().ToList();
        Assert.Single(members, member => member.Name == "tenant_id");
        Assert.DoesNotContain("evil", body);
        Assert.Equal("evt_1", members.Single(member => member.Name == "event_id").Value.GetString());
    }

    [Fact]
    public async Task Leaves_a_tenant_id_in_another_place_or_case_alone()
    {
        await _host.PostAsync(
            "/v1/events", SampleEvents.Event(attrs: """{"tenant_id":"x"}""", more: "\"TENANT_ID\":\"y\""));

        var body = Encoding.UTF8.GetString(_host.Engine.Accepted[0].Events[0].Body);
        Assert.Contains("""{"tenant_id":"x"}""", body);
        Assert.Contains("\"TENANT_ID\":\"y\"", body);
    }

    [Fact]
    public async Task Unescapes_the_ids_of_the_record()
    {
        await _host.PostAsync("/v1/events", SampleEvents.Event(
            eventId: "\"\\u0065vt\\ud83d\\ude00\"", type: "\"\\u00e4\"", actor: """{"user_id":"\/u"}""",
            occurredAt: "\"2025\\u002d11-18T12:34:56Z\""));

        var record = _host.Engine.Accepted[0].Events[0];
        Assert.Equal("evt😀", Encoding.UTF8.GetString(record.EventId));
        Assert.Equal("ä", Encoding.UTF8.GetString(record.Type));
        Assert.Equal("/u", Encoding.UTF8.GetString(record.UserId));
        Assert.Equal(1_763_469_296_000_000, record.OccurredAtUs);
    }

    [Fact]
    public async Task Answers_a_bulk_event_by_event()
    {
        var answer = await _host.PostAsync("/v1/events/bulk", SampleEvents.Bulk(
            SampleEvents.Event("\"evt_1\""),
            SampleEvents.Event("\"evt_2\"", type: "\"\""),
            SampleEvents.Event("\"evt_3\"")));

        Assert.Equal(202, answer.Status);
        Assert.Equal(
            """{"status":"partial","total":3,"accepted":2,"failed":1,"results":["""
            + """{"index":0,"event_id":"evt_1","status":"accepted","duplicate":false},"""
            + """{"index":1,"event_id":"evt_2","status":"failed","""
            + "\"error\":\"Validation failed: event_type cannot be empty\"},"
            + """{"index":2,"event_id":"evt_3","status":"accepted","duplicate":false}],"position":"1"}""",
            answer.Text);
        Assert.Equal(2, Assert.Single(_host.Engine.Accepted).Events.Count);
    }

    [Fact]
    public async Task Marks_the_duplicates_of_a_bulk()
    {
        _host.Engine.Answer = _ => new EventsAcceptedReply(7, [false, true]);

        var answer = await _host.PostAsync(
            "/v1/events/bulk", SampleEvents.Bulk(SampleEvents.Event("\"a\""), "{}", SampleEvents.Event("\"b\"")));

        var results = answer.Json.GetProperty("results");
        Assert.False(results[0].GetProperty("duplicate").GetBoolean());
        Assert.Equal(JsonValueKind.Null, results[1].GetProperty("event_id").ValueKind);
        Assert.True(results[2].GetProperty("duplicate").GetBoolean());
        Assert.Equal("7", answer.Json.GetProperty("position").GetString());
    }

    [Fact]
    public async Task Answers_202_without_a_position_where_no_event_passed()
    {
        var answer =
            await _host.PostAsync("/v1/events/bulk", SampleEvents.Bulk("{}", "17", "[]", "null", "{\"event_id\":5}"));

        Assert.Equal(202, answer.Status);
        Assert.Equal("failed", answer.Json.GetProperty("status").GetString());
        Assert.Equal(5, answer.Json.GetProperty("failed").GetInt32());
        Assert.False(answer.Json.TryGetProperty("position", out _));
        Assert.All(
            answer.Json.GetProperty("results").EnumerateArray(),
            result => Assert.Equal(JsonValueKind.Null, result.GetProperty("event_id").ValueKind));
        Assert.Empty(_host.Engine.Asked);
    }

    [Fact]
    public async Task Takes_a_hundred_events_and_ignores_other_members()
    {
        var events = Enumerable.Range(0, 100).Select(i => SampleEvents.Event($"\"e{i}\""));
        var body = SampleEvents.Bulk(events)[..^1] + ",\"note\":{\"a\":[1,2]}}";

        var answer = await _host.PostAsync("/v1/events/bulk", body.Replace("\"events\"", "\"\\u0065vents\""));

        Assert.Equal("accepted", answer.Json.GetProperty("status").GetString());
        Assert.Equal(100, _host.Engine.Accepted[0].Events.Count);
    }

    [Fact]
    public async Task Names_a_failed_event_by_its_id_however_long()
    {
        var id = new string('x', 5_000);
        var answer = await _host.PostAsync("/v1/events/bulk", SampleEvents.Bulk(
            SampleEvents.Event($"\"{id}\""),
            SampleEvents.Event($"\"\\u0078{id[1..]}\""),
            SampleEvents.Event("\"\\ud800\"")));

        var results = answer.Json.GetProperty("results");
        Assert.Equal(id, results[0].GetProperty("event_id").GetString());
        Assert.Equal(id, results[1].GetProperty("event_id").GetString());
        Assert.Equal(JsonValueKind.Null, results[2].GetProperty("event_id").ValueKind);
        Assert.Contains("event_id must be at most 128", results[1].GetProperty("error").GetString());
    }

    [Fact]
    public async Task Lets_a_bound_token_act_for_its_user_only()
    {
        var token = _host.Token(userId: "u1");
        var other = SampleEvents.Event("\"b\"", actor: """{"user_id":"u2"}""");

        Assert.Equal(202, (await _host.PostAsync("/v1/events", SampleEvents.Event(), token)).Status);
        (await _host.PostAsync("/v1/events", other, token)).ShouldBeError(403, "FORBIDDEN");
        var bulk =
            await _host.PostAsync("/v1/events/bulk", SampleEvents.Bulk(SampleEvents.Event("\"a\""), other), token);

        Assert.Equal("partial", bulk.Json.GetProperty("status").GetString());
        Assert.Equal("b", bulk.Json.GetProperty("results")[1].GetProperty("event_id").GetString());
        Assert.Contains("actor.user_id", bulk.Json.GetProperty("results")[1].GetProperty("error").GetString());
        Assert.Equal("a", Encoding.UTF8.GetString(Assert.Single(_host.Engine.Accepted[1].Events).EventId));
    }

    [Theory]
    [InlineData(ErrorCode.Forbidden, 403, "FORBIDDEN")]
    [InlineData(ErrorCode.InternalError, 500, "INTERNAL_ERROR")]
    [InlineData(ErrorCode.Unavailable, 503, "UNAVAILABLE")]
    [InlineData(ErrorCode.RateLimited, 429, "RATE_LIMITED")]
    public async Task Passes_the_engines_refusal_on(ErrorCode code, int status, string name)
    {
        _host.Engine.Answer = _ => new Refusal(code, "Because.", 3);

        foreach (var (path, body) in new[]
        {
            ("/v1/events", SampleEvents.Event()), ("/v1/events/bulk", SampleEvents.Bulk(SampleEvents.Event())),
        })
        {
            var answer = await _host.PostAsync(path, body);
            answer.ShouldBeError(status, name);
            Assert.Equal("Because.", answer.Message);
            Assert.Equal("3", answer.Headers["Retry-After"]);
        }
    }

    [Fact]
    public async Task Reports_an_answer_it_does_not_know_as_its_own_fault()
    {
        _host.Engine.Answer = _ => "something else";

        (await _host.PostAsync("/v1/events", SampleEvents.Event())).ShouldBeError(500, "INTERNAL_ERROR");
        (await _host.PostAsync("/v1/events/bulk", SampleEvents.Bulk(SampleEvents.Event())))
            .ShouldBeError(500, "INTERNAL_ERROR");
    }
}
