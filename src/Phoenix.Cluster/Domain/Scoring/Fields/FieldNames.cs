namespace Phoenix.Cluster.Domain.Scoring.Fields;

/// <summary>An event's values with the names of their paths: for saying what is wrong with one of them.</summary>
internal readonly struct FieldNames(FieldValues values, PathList paths)
{
    private const int ShownLengthMax = 100;

    public FieldValues Values => values;

    /// <summary>Why the value at this path is no number.</summary>
    public string NumberFaultOf(int path) => FaultOf(path, "which is not a number");

    /// <summary>Why the value at this path can't be compared with anything.</summary>
    public string ComparisonFaultOf(int path) => FaultOf(path, "which can't be compared");

    /// <summary>What the event has at this path, as a sentence.</summary>
    public string ActualOf(string path) =>
        values.Json(paths.Add(path)) is { } json ? $"{path} is {Shorten(json)}" : $"{path} is missing";

    public static string Shorten(string json)
    {
        if (json.Length <= ShownLengthMax) return json;
        var length = char.IsHighSurrogate(json[ShownLengthMax - 1]) ? ShownLengthMax - 1 : ShownLengthMax;
        return json[..length] + "…";
    }

    private string FaultOf(int path, string fault) => values.Json(path) is { } json
        ? $"{paths.Paths[path]} is {Shorten(json)}, {fault}"
        : $"{paths.Paths[path]} is missing";
}
