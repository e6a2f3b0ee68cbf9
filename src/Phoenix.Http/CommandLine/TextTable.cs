using System.Text.Json;

namespace Phoenix.Http.CommandLine;

/// <summary>Lines in columns, for people.</summary>
internal static class TextTable
{
    /// <summary>Writes a heading and the lines under it, each column as wide as it needs to be.</summary>
    public static void Write(TextWriter output, IReadOnlyList<string> heading, IEnumerable<IReadOnlyList<string>> lines)
    {
        List<IReadOnlyList<string>> all = [heading, .. lines];
        var widths = Enumerable.Range(0, heading.Count).Select(i => all.Max(line => line[i].Length)).ToList();
        foreach (var line in all)
            output.WriteLine(string.Join("  ", line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
    }

    /// <summary>Writes the fields of an object as columns, those that are named, for each object of a list.</summary>
    public static void Write(TextWriter output, JsonElement list, params string[] fields) =>
        Write(output, fields, list.EnumerateArray().Select(IReadOnlyList<string> (item) =>
            [.. fields.Select(field => item.TryGetProperty(field, out var value) ? Text(value) : "-")]));

    /// <summary>Writes the plain fields of an object, one a line.</summary>
    public static void WriteFields(TextWriter output, JsonElement item)
    {
        var plain = item.EnumerateObject()
            .Where(field => field.Value.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object)).ToList();
        var width = plain.Count == 0 ? 0 : plain.Max(field => field.Name.Length);
        foreach (var field in plain) output.WriteLine($"{field.Name.PadRight(width)}  {Text(field.Value)}");
    }

    /// <summary>A value as people read it.</summary>
    public static string Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => "-",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Array => string.Join(",", value.EnumerateArray().Select(Text)),
        _ => value.GetRawText(),
    };
}
