using System.Text.Json;

namespace Phoenix.System.Tests.Live;

/// <summary>What a client had on its screen once it had taken a message.</summary>
/// <param name="Watched">The view, as the client asked for it.</param>
/// <param name="Rows">Each row's JSON, in order of place.</param>
internal sealed record LiveRecord(
    WatchedView Watched, string WindowKey, long Sequence, long Position, long Total, IReadOnlyList<string> Rows)
{
    public static string RowOf(JsonElement entry) => string.Join(
        '|', entry.EnumerateObject().Select(p => p.Value.ToString()));
}
