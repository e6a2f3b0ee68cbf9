using System.Text.Json;
using System.Text.RegularExpressions;
using Phoenix.Http.Hosting;

namespace Phoenix.Http.Tests.Hosting;

public sealed partial class DevelopmentGreetingSpecs
{
    private static readonly string Greeting = DevelopmentGreeting.Of(
        ["http://127.0.0.1:40123", "http://[::1]:40124"], "the-key", "the-admin-token", "the-token",
        HttpTestHost.Start);

    [Fact]
    public void Names_every_address_and_credential()
    {
        Assert.Contains("listens on http://127.0.0.1:40123, http://[::1]:40124", Greeting);
        Assert.Matches(@"console +http://127.0.0.1:40123/console\n", Greeting.ReplaceLineEndings("\n"));
        Assert.Matches(@"admin key +the-key\n", Greeting.ReplaceLineEndings("\n"));
        Assert.Matches(@"token, admin +the-admin-token\n", Greeting.ReplaceLineEndings("\n"));
        Assert.Matches(@"token +the-token\n", Greeting.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Shows_a_request_that_is_accepted()
    {
        await using var host = await HttpTestHost.StartAsync();
        var request = Request().Match(Greeting);

        Assert.Equal("http://127.0.0.1:40123/v1/events", request.Groups["url"].Value);
        Assert.Equal("the-token", request.Groups["token"].Value);
        var answer = await host.PostAsync(
            "/v1/events", request.Groups["body"].Value, contentType: request.Groups["type"].Value);
        Assert.Equal(202, answer.Status);
        using var body = JsonDocument.Parse(request.Groups["body"].Value);
        Assert.Equal(HttpTestHost.Start, body.RootElement.GetProperty("occurred_at").GetDateTimeOffset());
    }

    /// <summary>curl sends <c>-d</c> as a form, which is refused, unless it is told otherwise.</summary>
    [Fact]
    public void Every_document_sends_bodies_as_json()
    {
        var sending = RepositoryFiles.Documents()
            .SelectMany(document => CodeBlock().Matches(document.Text)
                .SelectMany(block => Curl().Matches(block.Value))
                .Select(command => (document.Name, Command: command.Value)))
            .Where(example => SendsBody().IsMatch(example.Command)).ToList();

        Assert.True(sending.Count > 2, "The documents' examples were not found.");
        Assert.All(sending, example => Assert.Contains("application/json", example.Command));
    }

    [GeneratedRegex(@"curl -s (?<url>\S+) -H 'Authorization: Bearer (?<token>\S+)' \\\s+"
        + @"-H 'Content-Type: (?<type>\S+)' -d '(?<body>[^']*)'")]
    private static partial Regex Request();

    [GeneratedRegex("```.*?```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex(@"\bcurl\b.*?(?=\bcurl\b|```|\z)", RegexOptions.Singleline)]
    private static partial Regex Curl();

    [GeneratedRegex(@"\s(-d|--data\S*)\s")]
    private static partial Regex SendsBody();
}
