using System.Globalization;
using System.Text.Json;
using Phoenix.Http.Admin;
using Phoenix.Http.Json;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Query;

/// <summary>Windows and snapshots as callers see them.</summary>
public static class WindowsJson
{
    public static void WriteWindows(Utf8JsonWriter json, WindowsReply page)
    {
        json.WriteStartObject();
        json.WriteStartArray("windows"u8);
        foreach (var window in page.Windows)
        {
            json.WriteStartObject();
            json.WriteString("window_key"u8, window.Key);
            StandingsJson.WriteTime(json, "start"u8, window.StartUs);
            StandingsJson.WriteTime(json, "end"u8, window.EndUs);
            json.WriteString("status"u8, StandingsJson.NameOf(window.Status));
            json.WriteNumber("total"u8, window.Total);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString(
            "next_cursor"u8,
            page.NextBeforeUs is { } next ? Cursor.Of(next.ToString(CultureInfo.InvariantCulture)) : null);
        json.WriteEndObject();
    }

    public static void WriteSnapshots(Utf8JsonWriter json, SnapshotsReply page)
    {
        json.WriteStartObject();
        json.WriteStartArray("snapshots"u8);
        foreach (var snapshot in page.Snapshots)
        {
            json.WriteStartObject();
            StandingsJson.WriteTime(json, "snapshot_time"u8, snapshot.TimeUs);
            json.WriteString("window_key"u8, snapshot.WindowKey);
            json.WriteNumber("total"u8, snapshot.Total);
            json.WriteNumber("revision"u8, snapshot.Revision);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>A page as the standings' own, with the snapshot's time and revision.</summary>
    public static void WriteSnapshot(Utf8JsonWriter json, SnapshotReply snapshot)
    {
        json.WriteStartObject();
        StandingsJson.WriteTime(json, "snapshot_time"u8, snapshot.TimeUs);
        json.WriteNumber("revision"u8, snapshot.Revision);
        StandingsJson.WritePageFields(json, snapshot.Page);
        json.WriteEndObject();
    }

    /// <summary>One entry, with the snapshot that it is of.</summary>
    public static void WriteEntry(Utf8JsonWriter json, SnapshotEntryReply reply)
    {
        json.WriteStartObject();
        json.WriteString("leaderboard_id"u8, reply.LeaderboardId.Value);
        StandingsJson.WriteTime(json, "snapshot_time"u8, reply.TimeUs);
        json.WriteNumber("revision"u8, reply.Revision);
        json.WriteString("window_key"u8, reply.WindowKey);
        StandingsJson.WriteEntryFields(json, reply.Entry);
        json.WriteNumber("total"u8, reply.Total);
        json.WritePropertyName("position"u8);
        PositionJson.Write(json, reply.Position);
        json.WriteEndObject();
    }
}
