using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Phoenix.Http.Errors;
using Phoenix.Http.Json;
using Phoenix.Http.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Live;

/// <summary>The messages that the server sends on a socket.</summary>
internal static class LiveJson
{
    private static readonly JsonWriterOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };

    public static byte[] Pong { get; } = Write("pong", 0, static (_, _) => { });

    public static byte[] Snapshot(LeaderboardId leaderboard, LiveView view, ViewState state, bool isOneOff) =>
        Write("snapshot", (leaderboard, view, state, isOneOff), static (json, m) =>
        {
            json.WriteNumber("sequence"u8, m.state.Sequence);
            json.WriteString("leaderboard_id"u8, m.leaderboard.Value);
            json.WriteString("window_key"u8, m.state.WindowKey);
            json.WriteNumber("page"u8, m.view.Page);
            json.WriteNumber("page_size"u8, m.view.PageSize);
            json.WriteNumber("total"u8, m.state.Total);
            WriteEntries(json, m.state.Entries);
            WritePosition(json, m.state);
            if (m.isOneOff) json.WriteBoolean("one_off"u8, true);
        });

    public static byte[] Update(ViewState state, ViewDelta delta) =>
        Write("update", (state, delta), static (json, m) =>
        {
            json.WriteNumber("sequence"u8, m.state.Sequence);
            json.WriteString("window_key"u8, m.state.WindowKey);
            json.WriteNumber("total"u8, m.state.Total);
            WriteEntries(json, m.delta.Changed);
            json.WriteStartArray("removed"u8);
            foreach (var userId in m.delta.Removed) json.WriteStringValue(userId);
            json.WriteEndArray();
            WritePosition(json, m.state);
        });

    public static byte[] Resumed(long sequence) =>
        Write("resumed", sequence, static (json, s) => json.WriteNumber("sequence"u8, s));

    public static byte[] WindowChanged(string windowKey) =>
        Write("window_changed", windowKey, static (json, key) => json.WriteString("window_key"u8, key));

    public static byte[] Heartbeat(long sequence, long asOfUs) =>
        Write("heartbeat", (sequence, asOfUs), static (json, m) =>
        {
            json.WriteNumber("sequence"u8, m.sequence);
            WriteAsOf(json, m.asOfUs);
        });

    public static byte[] Error(Refusal refusal) =>
        Write("error", refusal, static (json, r) => ErrorResponses.WriteError(json, r));

    private static void WriteEntries(Utf8JsonWriter json, IReadOnlyList<StandingsEntry> entries)
    {
        json.WriteStartArray("entries"u8);
        for (var i = 0; i < entries.Count; i++) StandingsJson.WriteEntry(json, entries[i]);
        json.WriteEndArray();
    }

    private static void WritePosition(Utf8JsonWriter json, ViewState state)
    {
        json.WritePropertyName("position"u8);
        PositionJson.Write(json, state.Position);
        WriteAsOf(json, state.AsOfUs);
    }

    private static void WriteAsOf(Utf8JsonWriter json, long asOfUs)
    {
        json.WritePropertyName("as_of"u8);
        TimeJson.WriteMilliseconds(json, asOfUs);
    }

    private static byte[] Write<T>(string type, T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("type"u8, type);
            write(json, value);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }
}
