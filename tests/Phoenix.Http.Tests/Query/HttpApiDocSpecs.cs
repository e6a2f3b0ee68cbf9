using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Phoenix.Http.Admin;
using Phoenix.Http.Health;
using Phoenix.Http.Json;
using Phoenix.Http.Ops;
using Phoenix.Http.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Tests.Query;

/// <summary>Holds docs/http-api.md to the code.</summary>
public class HttpApiDocSpecs
{
    private static readonly string Doc = RepositoryFiles.Read("docs", "http-api.md");

    [Fact]
    public void Names_every_endpoint()
    {
        var app = WebApplication.CreateSlimBuilder().Build();
        app.MapStandingsApi();
        app.MapRanksApi();
        app.MapWindowsApi();
        app.MapTenantsApi();
        app.MapLeaderboardsApi();
        app.MapDryRunApi();
        app.MapRecentEventsApi();
        app.MapHealthApi();
        app.MapOpsApi();
        var endpoints = ((IEndpointRouteBuilder)app).DataSources.SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>().Select(NameOf).ToList();
        Assert.Equal(33, endpoints.Count);
        Assert.All(endpoints, name => Assert.Contains($"`{name}`", Doc, StringComparison.Ordinal));
    }

    [Fact]
    public void Names_every_error_code() => Assert.All(
        Enum.GetValues<ErrorCode>().Where(code => code != ErrorCode.None),
        code => Assert.Contains(
            $"| {ErrorCatalog.StatusOf(code)} | `{ErrorCatalog.NameOf(code)}` |", Doc, StringComparison.Ordinal));

    [Fact]
    public void Shows_json_that_is_json()
    {
        var blocks = Doc.Split("```").Where(block => block.StartsWith("json\n", StringComparison.Ordinal)).ToList();
        Assert.NotEmpty(blocks);
        Assert.All(blocks, block => JsonDocument.Parse(block["json".Length..]).Dispose());
    }

    [Fact]
    public void Names_every_operator() => Assert.All(
        Enum.GetValues<PredicateOperator>(),
        op => Assert.Matches($@"[` ]{ConfigNames.Operators.NameOf(op)}[` ]", Doc));

    private static string NameOf(RouteEndpoint endpoint)
    {
        var method = endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods.Single();
        return $"{method} {endpoint.RoutePattern.RawText!.TrimEnd('/')}";
    }
}
