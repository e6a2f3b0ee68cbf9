using System.Text.Json;
using Phoenix.Http.Json;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Admin;

/// <summary>A rebuild or verification as the admin gateway shows it.</summary>
public static class RebuildJson
{
    internal static readonly EnumNames<RebuildState> States = new(
        (RebuildState.None, "none"), (RebuildState.Running, "running"), (RebuildState.Done, "done"),
        (RebuildState.Failed, "failed"), (RebuildState.Cancelled, "cancelled"));

    internal static readonly EnumNames<RebuildKind> Kinds = new(
        (RebuildKind.Rebuild, "rebuild"), (RebuildKind.Verify, "verify"));

    public static void Write(Utf8JsonWriter json, RebuildReply rebuild)
    {
        json.WriteStartObject();
        json.WriteString("leaderboard_id"u8, rebuild.LeaderboardId.Value);
        json.WriteString("state"u8, States.NameOf(rebuild.State));
        json.WriteString("kind"u8, rebuild.State == RebuildState.None ? null : Kinds.NameOf(rebuild.Kind));
        json.WriteNumber("generation"u8, rebuild.Generation);
        json.WriteNumber("scored"u8, rebuild.Scored);
        json.WriteNumber("head"u8, rebuild.Head);
        json.WriteNumber("events_per_second"u8, rebuild.EventsPerSecond);
        WriteTime(json, "from"u8, rebuild.FromUs);
        WriteTime(json, "started_at"u8, rebuild.StartedAtUs);
        WriteTime(json, "finished_at"u8, rebuild.FinishedAtUs);
        json.WriteString("error"u8, rebuild.Error);
        WriteReport(json, rebuild.Report);
        json.WriteEndObject();
    }

    private static void WriteReport(Utf8JsonWriter json, VerificationReport? report)
    {
        if (report is null)
        {
            json.WriteNull("differences"u8);
            return;
        }
        json.WriteNumber("windows"u8, report.Windows);
        json.WriteNumber("members"u8, report.Members);
        json.WriteNumber("difference_count"u8, report.DifferenceCount);
        json.WriteStartArray("differences"u8);
        foreach (var difference in report.Differences)
        {
            json.WriteStartObject();
            json.WriteString("window_key"u8, difference.WindowKey);
            json.WriteString("user_id"u8, difference.UserId);
            json.WriteString("what"u8, difference.What);
            json.WriteString("served"u8, difference.Served);
            json.WriteString("rebuilt"u8, difference.Rebuilt);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? microseconds)
    {
        if (microseconds is not { } time)
        {
            json.WriteNull(name);
            return;
        }
        json.WritePropertyName(name);
        TimeJson.Write(json, time);
    }
}
