using System.Text.Json;

namespace Phoenix.Http.Replay;

/// <summary>The token that a node in Development keeps in its data folder: a first replay needs no typing.</summary>
internal static class DevelopmentToken
{
    /// <summary>The file's name within the data folder.</summary>
    public const string FileName = "development.json";

    /// <summary>Reads the token of a tenant's ordinary client.</summary>
    /// <exception cref="ReplayUsageException">There is none; the message says how to give a token.</exception>
    public static string Read(Func<string, string?> environment)
    {
        var path = Path.Combine(environment("Phoenix__Storage__Directory") ?? "data", FileName);
        try
        {
            using var stream = File.OpenRead(path);
            using var json = JsonDocument.Parse(stream);
            if (json.RootElement.GetProperty("token").GetString() is { Length: > 0 } token) return token;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException
            or KeyNotFoundException or InvalidOperationException)
        {
            // Whatever is wrong with the file, the way out is the same.
        }

        throw new ReplayUsageException(
            $"there is no token: give --token JWT or set {ReplayOptions.TokenVariable} ({path}, where a node "
            + "started in Development in this folder keeps one, holds none)");
    }
}
