using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.OpenApi;
using Microsoft.OpenApi.Reader;
using Phoenix.Http.Hosting;
using Phoenix.Http.OpenApi;
using Phoenix.TestSupport.OpenApi;

namespace Phoenix.Http.Tests.OpenApi;

public sealed partial class OpenApiSpecs
{
    private const string File = "openapi.v1.json";

    private static readonly IReadOnlyList<RouteEndpoint> Endpoints = EndpointsOf(PhoenixHost.Build([]));
    private static readonly string Text = ApiDocument.TextOf(ApiDocument.Of(Endpoints));
    private static readonly ApiContract Contract = ApiContract.Parse(Text);

    private static IReadOnlyList<RouteEndpoint> EndpointsOf(WebApplication app) =>
        [.. ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()];

    [Fact]
    public void Every_endpoint_is_described_and_every_description_is_mapped()
    {
        var mapped = Endpoints.SelectMany(ApiDocument.KeysOf).Select(endpoint => endpoint.Key);
        var described = ApiDescription.Parts.SelectMany(part => part.Operations).Select(ApiDocument.KeyOf);

        Assert.Equal(mapped.Order(StringComparer.Ordinal), described.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_public_reader_finds_no_fault_in_it()
    {
        var read = OpenApiDocument.Parse(Text, "json");

        Assert.Empty(read.Diagnostic!.Errors.Select(error => error.ToString()));
        Assert.Empty(read.Diagnostic.Warnings.Select(warning => warning.ToString()));
        Assert.Equal(OpenApiSpecVersion.OpenApi3_1, read.Diagnostic.SpecificationVersion);
    }

    [Fact]
    public void The_kept_file_is_the_document()
    {
        if (Environment.GetEnvironmentVariable("PHOENIX_WRITE_OPENAPI") == "1")
            RepositoryFiles.Write(Text, "docs", File);

        Assert.Equal(RepositoryFiles.Read("docs", File).ReplaceLineEndings("\n"), Text);
    }

    [Fact]
    public void Operations_have_names_of_their_own_and_parameters_for_all_of_their_path()
    {
        var ids = Contract.Operations.Select(operation => operation.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
        Assert.All(Contract.Operations, operation => Assert.Equal(
            InPath().Matches(operation.Path).Select(match => match.Groups[1].Value),
            operation.Parameters.Where(parameter => parameter.In == "path").Select(parameter => parameter.Name)));
    }

    [Fact]
    public void References_lead_somewhere_and_every_schema_is_used()
    {
        var references = Reference().Matches(Text).Select(match => match.Groups[1].Value).ToHashSet();

        Assert.All(references, reference => Assert.NotNull(
            Contract.Resolve(new JsonObject { ["$ref"] = "#/components/" + reference })));
        var schemas = JsonNode.Parse(Text)!["components"]!["schemas"]!.AsObject().Select(schema => schema.Key);
        Assert.All(schemas, name => Assert.Contains("schemas/" + name, references));
    }

    [Fact]
    public void Examples_are_as_their_schemas_say()
    {
        foreach (var operation in Contract.Operations)
        {
            foreach (var parameter in operation.Parameters.Where(parameter => parameter.Example is not null))
                AssertFits(parameter.Schema, JsonValue.Create(parameter.Example!), $"{operation.Key} {parameter.Name}");
            AssertFits(operation.Json["requestBody"]?["content"], operation.Key);
            foreach (var (status, answer) in operation.Json["responses"]!.AsObject())
                AssertFits(Contract.Resolve(answer)!["content"], $"{operation.Key} {status}");
        }
    }

    [Fact]
    public void Every_body_and_every_json_answer_has_an_example()
    {
        foreach (var operation in Contract.Operations.Where(operation => operation.Id != "getOpenApi"))
        {
            var contents = operation.Json["responses"]!.AsObject()
                .Select(answer => Contract.Resolve(answer.Value)!["content"]?["application/json"])
                .Append(operation.Json["requestBody"]?["content"]?["application/json"]);
            Assert.All(contents.Where(media => media is not null), media => Assert.NotNull(media!["example"]));
        }
    }

    [Theory]
    [InlineData("true", null, 200)]
    [InlineData("false", null, 401)]
    [InlineData("false", HttpTestHost.AdminKey, 200)]
    public async Task Is_open_or_asks_for_a_credential(string isPublic, string? key, int status)
    {
        await using var host = await HttpTestHost.StartAsync(
            map: app => app.MapOpenApi(),
            settings: new Dictionary<string, string?> { ["Phoenix:Operations:Public"] = isPublic });
        var request = new HttpRequestMessage(HttpMethod.Get, "/openapi/v1.json");
        if (key is not null) request.Headers.Add("X-API-Key", key);

        var answer = await host.SendAsync(request);

        Assert.Equal(status, answer.Status);
        if (status != 200) return;
        Assert.Equal("application/json; charset=utf-8", answer.Headers["Content-Type"]);
        Assert.Equal("3.1.0", JsonNode.Parse(answer.Text)!["openapi"]!.GetValue<string>());
        // What this host has mapped, and nothing else.
        var paths = JsonNode.Parse(answer.Text)!["paths"]!.AsObject().Select(path => path.Key).ToList();
        Assert.Contains("/v1/events", paths);
        Assert.DoesNotContain("/v1/tenants", paths);
    }

    private static void AssertFits(JsonNode? content, string place)
    {
        if (content?["application/json"] is not { } media || media["example"] is not { } example) return;
        AssertFits(media["schema"]!, example, place);
    }

    private static void AssertFits(JsonNode schema, JsonNode example, string place)
    {
        var faults = Contract.FaultsOf(schema, example.ToJsonString(), isStrict: true);
        Assert.True(faults.Count == 0, $"{place}: {string.Join("; ", faults)}");
    }

    [GeneratedRegex(@"\{(\w+)\}")]
    private static partial Regex InPath();

    [GeneratedRegex("\"\\$ref\": \"#/components/([^\"]+)\"")]
    private static partial Regex Reference();
}
