using System.Text.Json;

namespace Phoenix.System.Tests.Contract;

/// <summary>The contract's endpoints and errors, row by row, against one real node.</summary>
public sealed class ContractSpecs(ContractNode node) : IClassFixture<ContractNode>
{
    private static readonly IReadOnlyList<ContractRow> Rows =
    [
        .. HttpRows.All, .. CredentialRows.All, .. IngestionRows.All, .. QueryRows.All, .. LeaderboardRows.All,
        .. TenantRows.All, .. InspectionRows.All, .. WindowRows.All, .. RebuildRows.All, .. OpsRows.All,
        .. SocketRows.All,
    ];

    public static TheoryData<int, string> Numbers
    {
        get
        {
            var data = new TheoryData<int, string>();
            for (var i = 0; i < Rows.Count; i++) data.Add(i, Rows[i].ToString());
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Numbers), DisableDiscoveryEnumeration = true)]
    public async Task Answers_as_the_contract_says(int number, string what)
    {
        var row = Rows[number];
        var answer = await RawHttp.SendAsync(
            node.Port, row.Method, node.Fill(row.Target), HeadersOf(row), row.Body);

        Assert.True(row.Status == answer.Status, $"{what}\n{answer.Status} {answer.Body}");
        Assert.Matches("^[A-Za-z0-9._-]{1,128}$", Assert.Single(answer.Headers["X-Request-Id"]));
        foreach (var (name, value) in row.Answers)
            Assert.Equal(value is null ? [] : [value], answer.Headers[name]);
        if (row.Code is null) Assert.Contains(node.Fill(row.Says), answer.Body, StringComparison.Ordinal);
        else AssertEnvelope(row, answer);
    }

    private static IEnumerable<(string, string)> HeadersOf(ContractRow row)
    {
        if (ContractCredentials.HeaderOf(row.Credential) is { } credential) yield return credential;
        if (row.Body is not null && row.ContentType is { } type) yield return ("Content-Type", type);
        foreach (var header in row.Headers) yield return header;
    }

    private static void AssertEnvelope(ContractRow row, RawAnswer answer)
    {
        Assert.Equal(["application/json; charset=utf-8"], answer.Headers["Content-Type"]);
        using var document = JsonDocument.Parse(answer.Body);
        Assert.Equal(["error"], document.RootElement.EnumerateObject().Select(p => p.Name));
        var error = document.RootElement.GetProperty("error");
        Assert.Equal(
            ["code", "message", "status"],
            error.EnumerateObject().Select(p => p.Name).Where(name => name != "details"));
        Assert.Equal(row.Code, error.GetProperty("code").GetString());
        Assert.Equal(row.Status, error.GetProperty("status").GetInt32());
        Assert.Contains(row.Says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        if (error.TryGetProperty("details", out var details)) AssertDetails(details);
        Assert.Equal(row.Status == 401, answer.Headers.Contains("WWW-Authenticate"));
        Assert.Equal(row.Status == 405, answer.Headers.Contains("Allow"));
        if (row.Status is 429 or 503) Assert.Matches("^[1-9][0-9]*$", Assert.Single(answer.Headers["Retry-After"]));
    }

    private static void AssertDetails(JsonElement details) => Assert.All(details.EnumerateArray(), detail =>
    {
        Assert.Equal(["field", "message"], detail.EnumerateObject().Select(p => p.Name));
        Assert.NotEqual("", detail.GetProperty("message").GetString());
    });
}
