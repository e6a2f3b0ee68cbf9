using System.Text.Json;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.System.Tests.Faults;

/// <summary>A board as a client saw it: by a page, or by a socket's snapshot and updates.</summary>
internal sealed record SeenPage(
    string Board, string WindowKey, long Sequence, long Total, IReadOnlyList<StandingsEntry> Entries, string By)
{
    public static SeenPage Of(string board, JsonElement page, string by) => new(
        board, page.GetProperty("window_key").GetString()!, page.GetProperty("sequence").GetInt64(),
        page.GetProperty("total").GetInt64(), EntriesOf(page), by);

    public static IReadOnlyList<StandingsEntry> EntriesOf(JsonElement page) =>
        [.. page.GetProperty("entries").EnumerateArray().Select(EntryOf)];

    private static StandingsEntry EntryOf(JsonElement entry) => new(
        entry.GetProperty("rank").GetInt64(), entry.GetProperty("place").GetInt64(),
        entry.GetProperty("user_id").GetString()!, (long)(entry.GetProperty("score").GetDecimal() * 1_000_000),
        entry.GetProperty("event_count").GetInt64(),
        (entry.GetProperty("updated_at").GetDateTimeOffset() - DateTimeOffset.UnixEpoch).Ticks / 10);
}
