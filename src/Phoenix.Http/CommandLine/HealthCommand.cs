using System.Net;

namespace Phoenix.Http.CommandLine;

/// <summary>The <c>health</c> verb: asks a node's <c>/ready</c> (or <c>/health</c>), for a container's health
/// check.</summary>
public static class HealthCommand
{
    private const string Help = """
        Asks a node whether it is ready. Exit code: 0 yes, 1 no, 2 wrong usage.

        Usage: health [options]

          --live     ask whether the process lives (/health) instead of whether it takes events (/ready)
          --url URL  the node (default: where this machine's node listens, by the variable Urls,
                     else http://127.0.0.1:8080)
        """;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(4);

    private static readonly VerbOption[] Options = [new("--live", null, ""), new("--url", "URL", "")];

    /// <summary>Asks once.</summary>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, Func<string, string?> environment)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            await output.WriteLineAsync(Help);
            return OpsCommand.ExitOk;
        }
        try
        {
            var given = Arguments.Parse(args, Options);
            if (given.Words.Count > 0) throw new UsageException($"'{given.Words[0]}' is one argument too many");
            var url = Arguments.UrlOf("--url", given.Text("--url") ?? ListeningUrl(environment("Urls")));
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout };
            using var answer = await http.GetAsync(new Uri(url, given.Has("--live") ? "/health" : "/ready"));
            await output.WriteLineAsync(await answer.Content.ReadAsStringAsync());
            return answer.StatusCode == HttpStatusCode.OK ? OpsCommand.ExitOk : OpsCommand.ExitFailed;
        }
        catch (UsageException e)
        {
            await error.WriteLineAsync($"health: {e.Message}. See health --help.");
            return OpsCommand.ExitUsage;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await error.WriteLineAsync($"health: no answer: {e.Message}");
            return OpsCommand.ExitFailed;
        }
    }

    /// <summary>An address that reaches what listens on the first of <paramref name="urls"/>.</summary>
    internal static string ListeningUrl(string? urls)
    {
        var first = urls?.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (first is not { Length: > 0 }) return "http://127.0.0.1:8080";
        var address = BindingAddress.Parse(first[0]);
        var isAny = address.Host is "+" or "*" or "0.0.0.0" or "[::]";
        return $"{address.Scheme}://{(isAny ? "127.0.0.1" : address.Host)}:{address.Port}";
    }
}
