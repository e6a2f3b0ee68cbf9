using System.Text;

namespace Phoenix.Http.Tests.Ingestion.JsonCorpus;

public sealed class JsonCorpusSpecs(HttpTestFixture fixture) : IClassFixture<HttpTestFixture>
{
    private static readonly Dictionary<string, byte[]> Cases = JsonCases.All.ToDictionary(c => c.Name, c => c.Value);

    private readonly HttpTestHost _host = fixture.Host;

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Takes_the_good_and_refuses_the_bad_in_a_single_event(string name)
    {
        var answer = await _host.PostAsync("/v1/events", Around(Cases[name]));

        ShouldBe(name, answer);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Takes_the_good_and_refuses_the_bad_in_a_bulk(string name)
    {
        byte[] body = [.. "{\"events\":["u8, .. Around(Cases[name]), (byte)',', .. Around("1"u8.ToArray()), .. "]}"u8];

        var answer = await _host.PostAsync("/v1/events/bulk", body);

        ShouldBe(name, answer);
        if (name[0] == 'y') Assert.Equal("accepted", answer.Json.GetProperty("status").GetString());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Never_fails_on_a_body_that_is_the_case_itself(string name)
    {
        foreach (var path in new[] { "/v1/events", "/v1/events/bulk" })
            (await _host.PostAsync(path, Cases[name])).ShouldBeError(400, "VALIDATION_ERROR");
    }

    [Fact]
    public void Has_at_least_150_cases() => Assert.True(Cases.Count >= 150, $"{Cases.Count} cases");

    private static void ShouldBe(string name, HttpAnswer answer)
    {
        switch (name[0])
        {
            case 'y':
                Assert.True(answer.Status == 202, answer.Text);
                break;
            case 'n':
                answer.ShouldBeError(400, "VALIDATION_ERROR");
                break;
            default:
                Assert.True(answer.Status is 202 or 400, answer.Text);
                break;
        }
    }

    private static byte[] Around(byte[] value)
    {
        var text = SampleEvents.Event(attrs: "{\"v\":#}");
        var at = text.IndexOf('#');
        return [.. Encoding.UTF8.GetBytes(text[..at]), .. value, .. Encoding.UTF8.GetBytes(text[(at + 1)..])];
    }
}
