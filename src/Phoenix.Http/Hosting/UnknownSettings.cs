namespace Phoenix.Http.Hosting;

/// <summary>Keys of <c>Phoenix:</c> that are set and that nothing reads: typing errors, most often, behind which a
/// default would stay in force unnoticed.</summary>
internal static partial class UnknownSettings
{
    private const string Section = "Phoenix";

    /// <summary>Warns of each, once the node has read all that it reads.</summary>
    public static void Warn(WebApplication app)
    {
        foreach (var (key, nearest) in Find(app.Configuration, Settings.Known)) LogUnknown(app.Logger, key, nearest);
    }

    /// <summary>Each of them with the known key that is most like it.</summary>
    /// <param name="known">The keys that are read, and whether each is a list.</param>
    public static IEnumerable<(string Key, string Nearest)> Find(
        IConfiguration configuration, IReadOnlyDictionary<string, bool> known) =>
        from setting in configuration.GetSection(Section).AsEnumerable()
        where setting.Value is not null && !IsKnown(setting.Key, known)
        orderby setting.Key
        select (setting.Key, known.Keys.Order(StringComparer.Ordinal).MinBy(key => Distance(setting.Key, key)) ?? "");

    private static bool IsKnown(string key, IReadOnlyDictionary<string, bool> known)
    {
        if (known.ContainsKey(key)) return true;
        var end = key.LastIndexOf(':');
        return int.TryParse(key[(end + 1)..], out _) && known.TryGetValue(key[..end], out var isList) && isList;
    }

    /// <summary>How many letters must be put in, left out or changed to make one of the other.</summary>
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var before = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var isSame = char.ToUpperInvariant(a[i - 1]) == char.ToUpperInvariant(b[j - 1]);
                (before, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, before + (isSame ? 0 : 1)));
            }
        }
        return row[^1];
    }

    [LoggerMessage(
        EventId = 1003, Level = LogLevel.Warning,
        Message = "{Key} is set and nothing reads it: did you mean {Nearest}?")]
    private static partial void LogUnknown(ILogger logger, string key, string nearest);
}
