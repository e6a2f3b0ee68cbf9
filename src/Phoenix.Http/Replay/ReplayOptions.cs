using System.Globalization;

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

    private static readonly string[] Switches = ["--dry-run"];

    private static readonly string[] Valued =
    [
        "--url", "--token", "--format", "--map", "--type", "--user", "--time", "--id",
        "--concurrency", "--batch", "--limit", "--retry-for",
    ];

    /// <summary>Reads the arguments after the verb.</summary>
    /// <exception cref="ReplayUsageException">An argument is unknown, missing or wrong: it is named.</exception>
    public static ReplayOptions Parse(IReadOnlyList<string> args, Func<string, string?> environment)
    {
        var (file, given) = Split(args);
        var format = FormatOf(file, given.GetValueOrDefault("--format"));
        return new ReplayOptions(
            file, format, ColumnsOf(format, given), UrlOf(given.GetValueOrDefault("--url", "http://127.0.0.1:8080")),
            TokenOf(given, environment),
            (int)Number(given, "--concurrency", 8, 1, 256),
            (int)Number(given, "--batch", 100, 1, 100),
            given.ContainsKey("--limit") ? Number(given, "--limit", 0, 1, long.MaxValue) : null,
            TimeSpan.FromSeconds(Number(given, "--retry-for", 60, 0, 86_400)),
            given.ContainsKey("--dry-run"));
    }

    private static (string File, Dictionary<string, string> Given) Split(IReadOnlyList<string> args)
    {
        string? file = null;
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count; i++)
        {
            var isJoined = args[i].StartsWith("--", StringComparison.Ordinal) && args[i].Contains('=');
            var name = isJoined ? args[i].Split('=', 2)[0] : args[i];
            var value = isJoined ? args[i].Split('=', 2)[1] : null;
            if (!name.StartsWith('-'))
            {
                file = file is null
                    ? name : throw new ReplayUsageException($"'{name}' is one file too many: '{file}' was given");
                continue;
            }

            if (Switches.Contains(name) && value is null) value = "";
            else if (!Valued.Contains(name)) throw new ReplayUsageException($"unknown option '{args[i]}'");
            else if (value is null && ++i < args.Count) value = args[i];
            if (value is null) throw new ReplayUsageException($"{name} needs a value");
            if (!given.TryAdd(name, value)) throw new ReplayUsageException($"{name} is given twice");
        }

        return (file ?? throw new ReplayUsageException("no file is given"), given);
    }

    private static ReplayFormat FormatOf(string file, string? given) => given switch
    {
        "csv" => ReplayFormat.Csv,
        "ndjson" => ReplayFormat.Ndjson,
        not null => throw new ReplayUsageException($"--format is '{given}', it must be csv or ndjson"),
        null => Path.GetExtension(file).ToLowerInvariant() switch
        {
            ".csv" => ReplayFormat.Csv,
            ".ndjson" or ".jsonl" => ReplayFormat.Ndjson,
            var other => throw new ReplayUsageException($"--format must be given: the extension '{other}' tells none"),
        },
    };

    private static ColumnNames? ColumnsOf(ReplayFormat format, Dictionary<string, string> given)
    {
        string[] mapping = ["--map", "--type", "--user", "--time", "--id"];
        if (format == ReplayFormat.Ndjson)
        {
            return Array.Find(mapping, given.ContainsKey) is { } unfit
                ? throw new ReplayUsageException($"{unfit} is for CSV; NDJSON lines are sent as they are") : null;
        }

        if (given.TryGetValue("--map", out var map))
        {
            if (map != "goalscorers") throw new ReplayUsageException($"--map is '{map}', it must be goalscorers");
            return Array.Find(mapping[1..], given.ContainsKey) is { } both
                ? throw new ReplayUsageException($"--map and {both} exclude each other") : null;
        }

        // Nothing said: the sample's columns, which the mapping checks against the file's first line.
        if (Array.TrueForAll(mapping, name => !given.ContainsKey(name))) return null;

        string Needed(string name) => given.GetValueOrDefault(name)
            ?? throw new ReplayUsageException(
                $"{name} is missing: a CSV needs --map goalscorers, or --type, --user and --time");
        return new ColumnNames(Needed("--type"), Needed("--user"), Needed("--time"), given.GetValueOrDefault("--id"));
    }

    private static Uri UrlOf(string given) =>
        Uri.TryCreate(given, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url.PathAndQuery == "/" && url.UserInfo.Length == 0
            ? url
            : throw new ReplayUsageException($"--url is '{given}', it must be http://host:port or https://host:port");

    private static string? TokenOf(Dictionary<string, string> given, Func<string, string?> environment)
    {
        var token = given.GetValueOrDefault("--token") ?? environment(TokenVariable);
        if (string.IsNullOrEmpty(token)) return null;
        // A header takes printable ASCII only; the value itself is never shown.
        return token.All(c => c is > ' ' and < '\x7f')
            ? token : throw new ReplayUsageException("the token holds characters that no JWT has");
    }

    private static long Number(Dictionary<string, string> given, string name, long standard, long min, long max)
    {
        if (!given.TryGetValue(name, out var text)) return standard;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max
            ? value
            : throw new ReplayUsageException(max == long.MaxValue
                ? $"{name} is '{text}', it must be a whole number from {min}"
                : $"{name} is '{text}', it must be a whole number from {min} to {max}");
    }
}
