using System.Text.Json;
using Phoenix.Http.Json;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Admin;

/// <summary>The last events of a tenant's log, as callers see them.</summary>
internal static class RecentEventsJson
{
    public static void Write(Utf8JsonWriter json, RecentEventsReply reply)
    {
        json.WriteStartObject();
        json.WriteStartArray("events"u8);
        foreach (var recent in reply.Events) WriteEvent(json, recent);
        json.WriteEndArray();
        json.WriteNumber("accepted_total"u8, reply.AcceptedTotal);
        WritePosition(json, "head"u8, reply.Head);
        json.WriteStartArray("boards"u8);
        foreach (var board in reply.Boards)
        {
            json.WriteStartObject();
            json.WriteString("leaderboard_id"u8, board.LeaderboardId.Value);
            WritePosition(json, "position"u8, board.Position);
            json.WriteNumber("lag_rows"u8, Math.Max(0, reply.Head - board.Position));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter json, RecentEvent recent)
    {
        json.WriteStartObject();
        json.WriteString("event_id"u8, recent.EventId);
        json.WriteString("type"u8, recent.Type);
        json.WriteString("user_id"u8, recent.UserId);
        json.WritePropertyName("occurred_at"u8);
        TimeJson.Write(json, recent.OccurredAtUs);
        json.WritePropertyName("accepted_at"u8);
        TimeJson.Write(json, recent.AcceptedAtUs);
        WritePosition(json, "position"u8, recent.Position);
        json.WriteStartArray("boards"u8);
        foreach (var board in recent.Boards) WriteVerdict(json, board);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteVerdict(Utf8JsonWriter json, BoardVerdict board)
    {
        json.WriteStartObject();
        json.WriteString("leaderboard_id"u8, board.LeaderboardId.Value);
        json.WriteString("verdict"u8, ConfigNames.Verdicts.NameOf(board.Verdict));
        json.WritePropertyName("points"u8);
        ScoreJson.Write(json, board.PointsMillionths);
        json.WriteString("window_key"u8, board.WindowKey);
        json.WriteEndObject();
    }

    private static void WritePosition(Utf8JsonWriter json, ReadOnlySpan<byte> name, long position)
    {
        json.WritePropertyName(name);
        PositionJson.Write(json, position);
    }
}
