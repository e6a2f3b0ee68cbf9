using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;

namespace Phoenix.Http.Tests.Hosting;

public sealed class OptionsSpecs
{
    private const string Key = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    [Theory]
    [InlineData("Phoenix:Ingestion:MaxBulkEvents", "0", "from 1 to 100")]
    [InlineData("Phoenix:Ingestion:MaxBulkEvents", "101", "from 1 to 100")]
    [InlineData("Phoenix:Ingestion:MaxBulkEvents", "many", "from 1 to 100")]
    [InlineData("Phoenix:Ingestion:MaxBodyBytes", "1048577", "from 1024 to 1048576")]
    [InlineData("Phoenix:Ingestion:MaxBodyBytes", "1e3", "whole number")]
    [InlineData("Phoenix:Ingestion:MaxFutureSeconds", "-1", "from 0 to 86400")]
    [InlineData("Phoenix:Http:AllowedOrigins:0", "game.example", "origin")]
    [InlineData("Phoenix:Http:AllowedOrigins:0", "https://game.example/", "origin")]
    [InlineData("Phoenix:Http:AllowedOrigins:0", "*", "origin")]
    [InlineData("Phoenix:Auth:Zitadel:Authority", "id.example", "absolute URL")]
    [InlineData("Phoenix:Auth:Zitadel:Authority", "http://id.example", "https://")]
    [InlineData("Phoenix:Auth:Zitadel:RequireHttpsMetadata", "maybe", "true or false")]
    [InlineData("Phoenix:Auth:Zitadel:Authority", "ht\ntp", "absolute URL")]
    public async Task Stops_the_start_with_one_line_of_key_value_and_rule(string key, string value, string rule)
    {
        var message = await FaultAsync(new() { [key] = value });

        Assert.Contains(key.Replace(":0", ""), message);
        Assert.Contains($"'{value.ReplaceLineEndings(" ")}'", message);
        Assert.Contains(rule, message);
    }

    [Theory]
    [InlineData("Phoenix:Auth:GamerTokens:SigningKey", "not-base64!", "base64 of at least 32 bytes")]
    [InlineData("Phoenix:Auth:GamerTokens:SigningKey", "c2VjcmV0LXNob3J0", "base64 of at least 32 bytes")]
    [InlineData("Phoenix:Auth:GamerTokens:PreviousSigningKeys:0", "c2VjcmV0LXNob3J0", "base64 of at least 32 bytes")]
    [InlineData("Phoenix:Admin:ApiKeys:0", "sha256:c2VjcmV0", "64 hexadecimal digits")]
    public async Task Names_a_wrong_secret_without_showing_it(string key, string value, string rule)
    {
        var message = await FaultAsync(new() { [key] = value });

        Assert.Contains(key.Replace(":0", ""), message);
        Assert.DoesNotContain(value, message);
        Assert.Contains(rule, message);
    }

    [Fact]
    public async Task Refuses_settings_that_do_not_go_together()
    {
        Assert.Contains(
            "Audience", await FaultAsync(new() { ["Phoenix:Auth:Zitadel:Authority"] = "https://id.example" }));
        Assert.Contains("SigningKey", await FaultAsync(new() { ["Phoenix:Auth:GamerTokens:SigningKey"] = "" }));
        Assert.Contains("must differ", await FaultAsync(new()
        {
            ["Phoenix:Auth:Zitadel:Authority"] = "https://id.example",
            ["Phoenix:Auth:Zitadel:Audience"] = "x",
            ["Phoenix:Auth:GamerTokens:Issuer"] = "https://id.example",
        }));
    }

    [Fact]
    public async Task Goes_by_lower_limits_where_they_are_set()
    {
        await using var host = await HttpTestHost.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Phoenix:Ingestion:MaxBulkEvents"] = "2",
            ["Phoenix:Ingestion:MaxBodyBytes"] = "2000",
            ["Phoenix:Ingestion:MaxFutureSeconds"] = "0",
        });

        var bulk = await host.PostAsync("/v1/events/bulk", SampleEvents.Bulk("{}", "{}", "{}"));
        Assert.Equal("Bulk request can contain maximum 2 events", bulk.Message);
        (await host.PostAsync("/v1/events", new string(' ', 2_001))).ShouldBeError(413, "PAYLOAD_TOO_LARGE");
        (await host.PostAsync("/v1/events", SampleEvents.Event(occurredAt: "\"2025-11-18T13:00:01Z\"")))
            .ShouldBeError(400, "VALIDATION_ERROR");
    }

    [Fact]
    public async Task Takes_hashed_and_several_admin_keys()
    {
        var hash = Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes("hashed key ä")));
        var settings = new Dictionary<string, string?>
        {
            ["Phoenix:Admin:ApiKeys:0"] = "sha256:" + hash,
            ["Phoenix:Admin:ApiKeys:1"] = "plain",
            ["Phoenix:Auth:GamerTokens:SigningKey"] = Key,
        };
        await using var host = await HttpTestHost.StartAsync(map: Auth.TokenSpecs.MapProbes, settings: settings);

        foreach (var (key, status) in new[] { ("plain", 200), ("sha256:" + hash, 401), (hash, 401), ("other", 401) })
        {
            var request = new HttpRequestMessage(HttpMethod.Get, "/platform");
            request.Headers.TryAddWithoutValidation("X-API-Key", key);
            Assert.Equal(status, (await host.SendAsync(request)).Status);
        }
    }

    [Fact]
    public async Task Lets_pages_of_the_allowed_origins_in_and_no_others()
    {
        await using var host = await HttpTestHost.StartAsync(settings: new Dictionary<string, string?>
        {
            ["Phoenix:Http:AllowedOrigins"] = "https://game.example, http://localhost:5173",
        });

        Assert.Equal("http://localhost:5173", await AllowedAsync(host, "http://localhost:5173"));
        Assert.Null(await AllowedAsync(host, "https://evil.example"));
    }

    private static async Task<string?> AllowedAsync(HttpTestHost host, string origin)
    {
        var request = new HttpRequestMessage(HttpMethod.Options, "/v1/events");
        request.Headers.Add("Origin", origin);
        request.Headers.Add("Access-Control-Request-Method", "POST");
        request.Headers.Add("Access-Control-Request-Headers", "authorization");
        return (await host.SendAsync(request)).Headers.GetValueOrDefault("Access-Control-Allow-Origin");
    }

    private static async Task<string> FaultAsync(Dictionary<string, string?> settings)
    {
        var fault = await Assert.ThrowsAsync<OptionsValidationException>(async () =>
        {
            await using var host = await HttpTestHost.StartAsync(settings: settings);
        });
        Assert.DoesNotContain('\n', fault.Message);
        return fault.Message;
    }
}
