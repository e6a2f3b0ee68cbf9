using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Signing;

/// <summary>The samples that sign a gamer-token request print the signature that the documents publish.</summary>
public sealed class SigningSamplesSpecs
{
    private const string Body = "{\"user_id\":\"user-123\",\"ttl_seconds\":3600}";
    private const string Published =
        "hmac-sha256=b6c630d1a6d89c70b001628e862df0c115db16e5914b545d13fe81275b0d49ae";

    private static readonly Dictionary<string, string> Variables = new() { ["PHOENIX_SIGNING_SECRET"] = "demo-secret" };

    [ProgramFact("openssl")]
    public Task In_shell() => PrintsThePublishedSignatureAsync("sh", Sample("sign.sh"));

    [ProgramFact("python3")]
    public Task In_Python() => PrintsThePublishedSignatureAsync("python3", Sample("sign.py"));

    [ProgramFact("node")]
    public Task In_JavaScript() => PrintsThePublishedSignatureAsync("node", Sample("sign.mjs"));

    [ProgramFact("go")]
    public Task In_Go() => PrintsThePublishedSignatureAsync("go", "run", Sample("sign.go"));

    [ProgramFact("dotnet")]
    public Task In_CSharp() => PrintsThePublishedSignatureAsync("dotnet", "run", Sample("sign.cs"), "--");

    private static string Sample(string name) => Path.Combine(RepositoryPaths.Root, "samples", "signing", name);

    private static async Task PrintsThePublishedSignatureAsync(string program, params string[] arguments)
    {
        var (code, output, error) = await ProgramRunner.RunAsync(
            program, [.. arguments, "POST", "/v1/gamer-tokens", "1763469296"], Variables, Body);

        Assert.True(code == 0, $"{program} ended with {code}: {output}{error}");
        Assert.Equal(Published, output.Trim());
    }
}
