using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Phoenix.Http.Tests.Ingestion;

public sealed class BadInputSpecs : IClassFixture<HttpTestFixture>
{
    private readonly HttpTestHost _host;

    public BadInputSpecs(HttpTestFixture fixture)
    {
        _host = fixture.Host;
        _host.Engine.Asked.Clear();
    }

    public static TheoryData<string, string> Events => BadEvents.All();

    [Theory]
    [MemberData(nameof(Events))]
    public async Task Refuses_an_event_that_breaks_a_rule(string text, string message)
    {
        var answer = await _host.PostAsync("/v1/events", text);

        answer.ShouldBeError(400, "VALIDATION_ERROR");
        Assert.StartsWith("Validation failed: ", answer.Message);
        Assert.Contains(message, answer.Message);
        Assert.Single(answer.Error.GetProperty("details").EnumerateArray());
        Assert.Empty(_host.Engine.Asked);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public async Task Fails_that_event_alone_in_a_bulk(string text, string message)
    {
        var answer = await _host.PostAsync(
            "/v1/events/bulk", SampleEvents.Bulk(SampleEvents.Event("\"a\""), text, SampleEvents.Event("\"b\"")));

        Assert.Equal(202, answer.Status);
        var result = answer.Json.GetProperty("results")[1];
        Assert.Equal("failed", result.GetProperty("status").GetString());
        Assert.Contains(message, result.GetProperty("error").GetString());
        Assert.Equal(2, Assert.Single(_host.Engine.Accepted).Events.Count);
        Assert.Equal(2, answer.Json.GetProperty("accepted").GetInt32());
    }

    [Theory]
    [InlineData("{}", "Bulk request must contain at least 1 event")]
    [InlineData("""{"events":[]}""", "Bulk request must contain at least 1 event")]
    [InlineData("""{"events":null}""", "Bulk request must contain at least 1 event")]
    [InlineData("""{"Events":[{}]}""", "Bulk request must contain at least 1 event")]
    [InlineData("""{"\ud800":[{}]}""", "Bulk request must contain at least 1 event")]
    [InlineData("""{"events":{}}""", "events must be an array")]
    [InlineData("""{"events":"x"}""", "events must be an array")]
    [InlineData("""{"events":[{}],"events":[{}]}""", "'events' stands twice")]
    [InlineData("[]", "the body must be an object with an array of events")]
    [InlineData("[{}]", "the body must be an object with an array of events")]
    [InlineData("null", "the body must be an object with an array of events")]
    public async Task Refuses_a_bulk_without_a_list(string body, string message)
    {
        var answer = await _host.PostAsync("/v1/events/bulk", body);

        answer.ShouldBeError(400, "VALIDATION_ERROR");
        Assert.Contains(message, answer.Message);
    }

    [Fact]
    public async Task Refuses_a_bulk_of_101_events()
    {
        var answer = await _host.PostAsync("/v1/events/bulk", SampleEvents.Bulk(Enumerable.Repeat("{}", 101)));

        answer.ShouldBeError(400, "VALIDATION_ERROR");
        Assert.Equal("Bulk request can contain maximum 100 events", answer.Message);
    }

    public static TheoryData<byte[], string> NotJson() => new()
    {
        { [], "empty" },
        { [0xEF, 0xBB, 0xBF, (byte)'{', (byte)'}'], "byte order mark" },
        { Spoil(0xC3, 0x28), "UTF-8" },
        { Spoil(0xC0, 0xAF), "UTF-8" },
        { Spoil(0xED, 0xA0, 0x80), "UTF-8" },
        { Spoil(0xF5, 0x80, 0x80, 0x80), "UTF-8" },
        { Spoil(0xFF), "UTF-8" },
        { Spoil(0x0A), "not JSON" },
        { Encoding.UTF8.GetBytes(SampleEvents.Event() + "x"), "not JSON" },
        { Encoding.UTF8.GetBytes(SampleEvents.Event() + SampleEvents.Event()), "not JSON" },
        { Encoding.UTF8.GetBytes(SampleEvents.Event()[..^1]), "not JSON" },
        { Encoding.UTF8.GetBytes(SampleEvents.Event()[..^1] + ",}"), "not JSON" },
        { Encoding.UTF8.GetBytes("/* x */" + SampleEvents.Event()), "not JSON" },
        { Encoding.UTF8.GetBytes(SampleEvents.Event(attrs: Nested(31))), "deeper than 32" },
        { Encoding.Unicode.GetBytes(SampleEvents.Event()), "not JSON" },
    };

    [Theory]
    [MemberData(nameof(NotJson))]
    public async Task Refuses_what_is_not_JSON_whole(byte[] body, string message)
    {
        var answer = await _host.PostAsync("/v1/events", body);
        answer.ShouldBeError(400, "VALIDATION_ERROR");
        Assert.Contains(message, answer.Message);

        byte[] bulk =
        [
            .. "{\"events\":["u8, .. Encoding.UTF8.GetBytes(SampleEvents.Event()), (byte)',', .. body, .. "]}"u8,
        ];
        (await _host.PostAsync("/v1/events/bulk", bulk)).ShouldBeError(400, "VALIDATION_ERROR");
        Assert.Empty(_host.Engine.Asked);
    }

    [Theory]
    [InlineData("/v1/events", 31)]
    [InlineData("/v1/events/bulk", 29)]
    public async Task Counts_the_depth_from_the_bodys_root(string path, int attrsDepthMax)
    {
        string Body(int depth)
        {
            var text = SampleEvents.Event(attrs: Nested(depth - 1));
            return path.EndsWith("bulk", StringComparison.Ordinal) ? SampleEvents.Bulk(text) : text;
        }

        Assert.Equal(202, (await _host.PostAsync(path, Body(attrsDepthMax))).Status);
        (await _host.PostAsync(path, Body(attrsDepthMax + 1))).ShouldBeError(400, "VALIDATION_ERROR");
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/jsonx")]
    [InlineData("json")]
    [InlineData(";;;")]
    public async Task Says_which_media_type_to_send(string contentType)
    {
        var answer = await _host.PostAsync("/v1/events", SampleEvents.Event(), contentType: contentType);

        answer.ShouldBeError(415, "UNSUPPORTED_MEDIA_TYPE");
        Assert.Contains("application/json", answer.Message);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("application/json")]
    [InlineData("Application/JSON; Charset=\"UTF-8\"")]
    [InlineData("application/json;charset=utf-8;version=1")]
    public async Task Takes_JSON_and_a_missing_media_type(string? contentType)
    {
        Assert.Equal(202, (await _host.PostAsync("/v1/events", SampleEvents.Event(), contentType: contentType)).Status);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not a token")]
    public async Task Answers_401_before_it_looks_at_anything_else(string token)
    {
        var answer = await _host.PostAsync("/v1/events", new byte[2_000_000], token, "text/plain");

        answer.ShouldBeError(401, "UNAUTHORIZED");
        Assert.StartsWith("Bearer", answer.Headers["WWW-Authenticate"]);
    }

    [Fact]
    public async Task Takes_an_event_up_to_an_hour_ahead_and_any_past_one()
    {
        foreach (var time in new[]
        {
            "2025-11-18T14:00:00Z", "2025-11-18T15:00:00.000000999+01:00", "0001-01-01T00:00:00Z",
            "1969-07-20T20:17:40z",
        })
        {
            var answer = await _host.PostAsync("/v1/events", SampleEvents.Event(occurredAt: $"\"{time}\""));
            Assert.Equal(202, answer.Status);
        }
        Assert.Equal(
            [1_763_474_400_000_000, 1_763_474_400_000_000, -62_135_596_800_000_000, -14_182_940_000_000],
            _host.Engine.Accepted.Select(accept => accept.Events[0].OccurredAtUs));
    }

    [Fact]
    public async Task Takes_absence_for_null_in_optional_fields_and_128_code_points()
    {
        var emoji = string.Concat(Enumerable.Repeat("\\ud83d\\ude00", 128));
        var body = SampleEvents.Event(
            eventId: $"\"{emoji}\"", type: $"\"{new string('ä', 128)}\"",
            actor: $$"""{"user_id":"  {{new string('x', 124)}}  ","metadata":null}""",
            more: """
                "subject":null,"tenant_id":null
                """);

        var answer = await _host.PostAsync("/v1/events", body);

        Assert.Equal(202, answer.Status);
        Assert.Equal(512, _host.Engine.Accepted[0].Events[0].EventId.Length);
        Assert.Equal(128, _host.Engine.Accepted[0].Events[0].UserId.Length);
        var subject = """{"type":null,"id":""}""";
        answer = await _host.PostAsync("/v1/events", SampleEvents.Event(more: $"\"subject\":{subject}"));
        Assert.Equal(202, answer.Status);
    }

    private static string Nested(int depth) =>
        string.Create(CultureInfo.InvariantCulture, $"{{\"a\":{new string('[', depth)}{new string(']', depth)}}}");

    private static byte[] Spoil(params byte[] bytes)
    {
        var text = Encoding.UTF8.GetBytes(SampleEvents.Event(attrs: "{\"a\":\"#\"}"));
        var at = Array.IndexOf(text, (byte)'#');
        return [.. text[..at], .. bytes, .. text[(at + 1)..]];
    }
}
