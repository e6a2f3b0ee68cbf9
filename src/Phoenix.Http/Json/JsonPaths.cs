namespace Phoenix.Http.Json;

/// <summary>How messages name a place in a JSON document: <c>config.scoring.rules[0].event_type</c>.</summary>
public static class JsonPaths
{
    private const int NameLengthMax = 64;

    /// <summary>The path of a field; a name too long to show is cut.</summary>
    public static string Join(string path, string name)
    {
        var shown = Shorten(name);
        return path.Length == 0 ? shown : $"{path}.{shown}";
    }

    private static string Shorten(string name)
    {
        if (name.Length <= NameLengthMax) return name;
        var length = char.IsHighSurrogate(name[NameLengthMax - 1]) ? NameLengthMax - 1 : NameLengthMax;
        return name[..length] + "…";
    }
}
