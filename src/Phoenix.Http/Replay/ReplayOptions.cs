using Phoenix.Http.CommandLine;

namespace Phoenix.Http.Replay;

/// <summary>What a replay was asked to do.</summary>
/// <param name="File">The file of events.</param>
/// <param name="Format">How the file is written.</param>
/// <param name="Columns">Which columns of a CSV make an event; null for the goal-scorer map and for NDJSON.</param>
/// <param name="Url">The node's address, without a path.</param>
/// <param name="Token">The JWT as given on the command line or in PHOENIX_TOKEN; null where neither was.</param>
/// <param name="Concurrency">Requests in flight at once, 1–256.</param>
/// <param name="BatchEvents">Events a request, 1–100.</param>
/// <param name="Limit">Rows to read at most; null for all.</param>
/// <param name="RetryFor">How long one request is tried again before the replay gives up.</param>
/// <param name="DryRun">Read and convert everything, send nothing.</param>
public sealed record ReplayOptions(
    string File, ReplayFormat Format, ColumnNames? Columns, Uri Url, string? Token,
    int Concurrency, int BatchEvents, long? Limit, TimeSpan RetryFor, bool DryRun)
{
    /// <summary>The environment variable that holds the token where <c>--token</c> is not given.</summary>
    public const string TokenVariable = "PHOENIX_TOKEN";

    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        Sends a file of events to a Phoenix node through its public HTTP API.

        Usage: replay FILE [options]

          --url URL            the node (default http://127.0.0.1:8080)
          --token JWT          the tenant's token; else the variable PHOENIX_TOKEN, else the development
                               token that a node started in Development keeps in its data folder
          --format csv|ndjson  default: by the file's extension (.csv; .ndjson, .jsonl)
          --concurrency N      requests in flight at once, 1-256 (default 8)
          --batch N            events a request, 1-100 (default 100)
          --limit N            read at most N rows
          --retry-for SECONDS  how long a request is tried again (default 60) before the replay stops
          --dry-run            read and convert everything, show the first event, send nothing

        NDJSON: each line is one event, sent as it is. CSV needs a header row and one of
          --map goalscorers    date,home_team,away_team,team,scorer,minute,own_goal,penalty; a row is a goal
                               (the default where none of these is given)
          --type TYPE --user COLUMN --time COLUMN [--id COLUMN]
                               any CSV; all columns become attrs, numbers and true/false recognised,
                               empty cells left out; a time that is only a date means 00:00 UTC

        An event without an id gets one made of the file's SHA-256 and its line number, so that the
        same file can be sent again without counting anything twice.

        Exit code: 0 all accepted, 1 something failed or was not sent, 2 wrong usage.
        """;

    private static readonly IReadOnlyList<VerbOption> Options =
    [
        new("--dry-run", null, ""),
        .. new[]
        {
            "--url", "--token", "--format", "--map", "--type", "--user", "--time", "--id", "--concurrency", "--batch",
            "--limit", "--retry-for",
        }.Select(name => new VerbOption(name, "VALUE", "")),
    ];

    /// <summary>Reads the arguments after the verb.</summary>
    /// <exception cref="UsageException">An argument is unknown, missing or wrong: it is named.</exception>
    public static ReplayOptions Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var given = Arguments.Parse(args, Options);
        var file = given.Words.Count == 0 ? throw new UsageException("no file is given")
            : given.Words.Count == 1 ? given.Words[0]
            : throw new UsageException($"'{given.Words[1]}' is one file too many: '{given.Words[0]}' was given");
        var format = FormatOf(file, given.Text("--format"));
        return new ReplayOptions(
            file, format, ColumnsOf(format, given),
            Arguments.UrlOf("--url", given.Text("--url") ?? "http://127.0.0.1:8080"),
            Arguments.CredentialOf(given.Text("--token") ?? environment(TokenVariable), "token"),
            (int)given.Number("--concurrency", 8, 1, 256),
            (int)given.Number("--batch", 100, 1, 100),
            given.Has("--limit") ? given.Number("--limit", 0, 1, long.MaxValue) : null,
            TimeSpan.FromSeconds(given.Number("--retry-for", 60, 0, 86_400)),
            given.Has("--dry-run"));
    }

    private static ReplayFormat FormatOf(string file, string? given) => given switch
    {
        "csv" => ReplayFormat.Csv,
        "ndjson" => ReplayFormat.Ndjson,
        not null => throw new UsageException($"--format is '{given}', it must be csv or ndjson"),
        null => Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".csv" => ReplayFormat.Csv,
            ".ndjson" or ".jsonl" => ReplayFormat.Ndjson,
            var other => throw new UsageException($"--format must be given: the extension '{other}' tells none"),
        },
    };

    private static ColumnNames? ColumnsOf(ReplayFormat format, Arguments given)
    {
        string[] mapping = ["--map", "--type", "--user", "--time", "--id"];
        if (format == ReplayFormat.Ndjson)
        {
            return Array.Find(mapping, given.Has) is { } unfit
                ? throw new UsageException($"{unfit} is for CSV; NDJSON lines are sent as they are") : null;
        }

        if (given.Text("--map") is { } map)
        {
            if (map != "goalscorers") throw new UsageException($"--map is '{map}', it must be goalscorers");
            return Array.Find(mapping[1..], given.Has) is { } both
                ? throw new UsageException($"--map and {both} exclude each other") : null;
        }

        // Nothing said: the sample's columns, which the mapping checks against the file's first line.
        if (Array.TrueForAll(mapping, name => !given.Has(name))) return null;

        string Needed(string name) => given.Text(name)
            ?? throw new UsageException(
                $"{name} is missing: a CSV needs --map goalscorers, or --type, --user and --time");
        return new ColumnNames(Needed("--type"), Needed("--user"), Needed("--time"), given.Text("--id"));
    }
}
