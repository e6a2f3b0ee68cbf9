using System.Text.Json;

namespace Phoenix.Http.CommandLine;

/// <summary>The file in which a node in Development keeps its keys: first calls from the same folder need no
/// typing.</summary>
internal static class DevelopmentFile
{
    /// <summary>The file's name within the data folder.</summary>
    public const string FileName = "development.json";

    /// <summary>The file's path, as the environment tells the data folder.</summary>
    public static string PathOf(Func<string, string?> environment) =>
        Path.Combine(environment("Phoenix__Storage__Directory") ?? "data", FileName);

    /// <summary>A value of the file; null where the file or the value is missing or can't be read.</summary>
    public static string? Read(Func<string, string?> environment, string name)
    {
        try
        {
            using var stream = File.OpenRead(PathOf(environment));
            using var json = JsonDocument.Parse(stream);
            return json.RootElement.GetProperty(name).GetString() is { Length: > 0 } value ? value : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException)
        {
            // Whatever is wrong with the file, the way out is the same: the value must be given.
            return null;
        }
    }
}
