using System.Text.Json;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.TestSupport.OpenApi;

namespace Phoenix.Http.Tests.Query;

/// <summary>Holds docs/http-api.md to the code.</summary>
public class HttpApiDocSpecs
{
    private static readonly string Doc = RepositoryFiles.Read("docs", "http-api.md");

    [Fact]
    public void Names_every_endpoint()
    {
        // What that file describes is what is mapped: OpenApiSpecs holds it to that.
        var operations = ApiContract.Parse(RepositoryFiles.Read("docs", "openapi.v1.json")).Operations;
        Assert.True(operations.Count > 40, $"Only {operations.Count} operations were found.");
        Assert.All(
            operations.Where(operation => operation.Path != "/console/{path}"),
            operation => Assert.Contains($"`{operation.Key}`", Doc, StringComparison.Ordinal));
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
}
