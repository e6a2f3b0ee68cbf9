using System.Text.Json;
using Phoenix.Http.Json;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Query;

/// <summary>Pages and ranks as callers see them. Writes without allocating for each entry.</summary>
public static class StandingsJson
{
    // Encoded once, so that a page costs no escaping of names.
    private static readonly JsonEncodedText LeaderboardIdName = JsonEncodedText.Encode("leaderboard_id");
    private static readonly JsonEncodedText WindowKeyName = JsonEncodedText.Encode("window_key");
    private static readonly JsonEncodedText UserIdName = JsonEncodedText.Encode("user_id");
    private static readonly JsonEncodedText RankName = JsonEncodedText.Encode("rank");
    private static readonly JsonEncodedText PlaceName = JsonEncodedText.Encode("place");
    private static readonly JsonEncodedText ScoreName = JsonEncodedText.Encode("score");
    private static readonly JsonEncodedText EventCountName = JsonEncodedText.Encode("event_count");
    private static readonly JsonEncodedText UpdatedAtName = JsonEncodedText.Encode("updated_at");
    private static readonly JsonEncodedText TotalName = JsonEncodedText.Encode("total");
    private static readonly JsonEncodedText PositionName = JsonEncodedText.Encode("position");

    /// <summary>A window's status as text, e.g. <c>open</c>.</summary>
    public static string NameOf(WindowStatus status) => status switch
    {
        WindowStatus.Open => "open",
        WindowStatus.Closing => "closing",
        WindowStatus.Closed => "closed",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, "No such window status."),
    };

    public static void WritePage(Utf8JsonWriter json, StandingsPage page)
    {
        json.WriteStartObject();
        WritePageFields(json, page);
        json.WriteEndObject();
    }

    /// <summary>A page's fields, inside of an object.</summary>
    internal static void WritePageFields(Utf8JsonWriter json, StandingsPage page)
    {
        json.WriteString(LeaderboardIdName, page.LeaderboardId.Value);
        json.WriteString(WindowKeyName, page.Window.Key);
        WriteWindow(json, page.Window);
        json.WriteStartArray("entries"u8);
        var entries = page.Entries;
        for (var i = 0; i < entries.Count; i++) WriteEntry(json, entries[i]);
        json.WriteEndArray();
        json.WriteNumber(TotalName, page.Total);
        json.WriteNumber("limit"u8, page.Limit);
        json.WriteNumber("offset"u8, page.Offset);
        json.WriteNumber("sequence"u8, page.Sequence);
        json.WritePropertyName(PositionName);
        PositionJson.Write(json, page.Position);
        json.WritePropertyName("as_of"u8);
        TimeJson.WriteMilliseconds(json, page.AsOfUs);
    }

    /// <summary>One user's rank; <c>null</c> for rank and place where the user has a score but no rank.</summary>
    public static void WriteRank(Utf8JsonWriter json, RankReply reply)
    {
        json.WriteStartObject();
        json.WriteString(LeaderboardIdName, reply.LeaderboardId.Value);
        json.WriteString(WindowKeyName, reply.WindowKey);
        json.WriteString(UserIdName, reply.UserId);
        WriteOrNull(json, RankName, reply.Rank);
        WriteOrNull(json, PlaceName, reply.Place);
        json.WritePropertyName(ScoreName);
        ScoreJson.Write(json, reply.ScoreMillionths);
        json.WriteNumber(TotalName, reply.Total);
        json.WritePropertyName(PositionName);
        PositionJson.Write(json, reply.Position);
        json.WriteEndObject();
    }

    /// <summary>The entries of many users, and who of them has none.</summary>
    public static void WriteRanks(Utf8JsonWriter json, (RanksReply Reply, List<string> NotFound) ranks)
    {
        var reply = ranks.Reply;
        json.WriteStartObject();
        json.WriteString(LeaderboardIdName, reply.LeaderboardId.Value);
        json.WriteString(WindowKeyName, reply.WindowKey);
        json.WriteStartArray("entries"u8);
        foreach (var entry in reply.Entries) WriteEntry(json, entry);
        json.WriteEndArray();
        json.WriteStartArray("not_found"u8);
        foreach (var userId in ranks.NotFound) json.WriteStringValue(userId);
        json.WriteEndArray();
        json.WriteNumber(TotalName, reply.Total);
        json.WritePropertyName(PositionName);
        PositionJson.Write(json, reply.Position);
        json.WriteEndObject();
    }

    private static void WriteWindow(Utf8JsonWriter json, WindowView window)
    {
        json.WriteStartObject("window"u8);
        WriteTime(json, "start"u8, window.StartUs);
        WriteTime(json, "end"u8, window.EndUs);
        json.WriteString("status"u8, NameOf(window.Status));
        json.WriteString("previous_key"u8, window.PreviousKey);
        json.WriteEndObject();
    }

    internal static void WriteEntry(Utf8JsonWriter json, StandingsEntry entry)
    {
        json.WriteStartObject();
        WriteEntryFields(json, entry);
        json.WriteEndObject();
    }

    /// <summary>An entry's fields, inside of an object.</summary>
    internal static void WriteEntryFields(Utf8JsonWriter json, StandingsEntry entry)
    {
        json.WriteNumber(RankName, entry.Rank);
        json.WriteNumber(PlaceName, entry.Place);
        json.WriteString(UserIdName, entry.UserId);
        json.WritePropertyName(ScoreName);
        ScoreJson.Write(json, entry.ScoreMillionths);
        json.WriteNumber(EventCountName, entry.EventCount);
        json.WritePropertyName(UpdatedAtName);
        TimeJson.Write(json, entry.UpdatedAtUs);
    }

    internal static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? microseconds)
    {
        json.WritePropertyName(name);
        if (microseconds is { } time) TimeJson.Write(json, time);
        else json.WriteNullValue();
    }

    private static void WriteOrNull(Utf8JsonWriter json, JsonEncodedText name, long value)
    {
        if (value > 0) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
