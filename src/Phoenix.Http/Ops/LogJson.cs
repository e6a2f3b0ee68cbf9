using System.Text;
using System.Text.Json;
using Phoenix.Http.Json;
using Phoenix.Messages.Events;
using Phoenix.Messages.Ops;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Ops;

/// <summary>Rows of a tenant's log: what kind each is, when, and what it says in short.</summary>
public static class LogJson
{
    /// <summary>Events shown of a row that may hold thousands; <c>event_count</c> tells them all.</summary>
    private const int EventsShown = 20;

    public static void WritePage(Utf8JsonWriter json, (string TenantId, long After, LogPage Page) answer)
    {
        var rows = answer.Page.Rows;
        json.WriteStartObject();
        json.WriteString("tenant_id"u8, answer.TenantId);
        json.WriteStartArray("rows"u8);
        foreach (var row in rows) WriteRow(json, row);
        json.WriteEndArray();
        OpsJson.WritePosition(json, "head"u8, answer.Page.Head);
        OpsJson.WritePosition(json, "next_after"u8, rows.Count > 0 ? rows[^1].Position : answer.After);
        json.WriteEndObject();
    }

    private static void WriteRow(Utf8JsonWriter json, LogPageRow row)
    {
        json.WriteStartObject();
        OpsJson.WritePosition(json, "position"u8, row.Position);
        json.WriteString("type"u8, NameOf(row.Event));
        OpsJson.WriteTime(json, "accepted_at"u8, row.Event.AcceptedAtUs);
        json.WriteString("row_id"u8, row.Event.RowId.ToString("x16"));
        switch (row.Event)
        {
            case EventsAccepted events:
                json.WriteNumber("event_count"u8, events.Count);
                json.WriteStartArray("events"u8);
                foreach (var e in events.Events.Take(EventsShown)) WriteEvent(json, e);
                json.WriteEndArray();
                break;
            case LeaderboardDefined defined:
                json.WriteString("leaderboard_id"u8, defined.Definition.LeaderboardId.Value);
                json.WriteNumber("version"u8, defined.Definition.Version);
                json.WriteString("status"u8, ConfigNames.LeaderboardStatuses.NameOf(defined.Definition.Status));
                break;
            case TenantCreated created:
                json.WriteString("name"u8, created.Name);
                break;
            case TenantStatusChanged changed:
                json.WriteString("status"u8, ConfigNames.TenantStatuses.NameOf(changed.Status));
                break;
            case TenantSettingsChanged settings:
                json.WriteString("name"u8, settings.Name);
                json.WriteNumber("dedupe_window_seconds"u8, settings.DedupeWindowSeconds);
                break;
        }
        json.WriteEndObject();
    }

    private static void WriteEvent(Utf8JsonWriter json, EventRecord e)
    {
        json.WriteStartObject();
        json.WriteString("event_id"u8, e.EventId);
        json.WriteString("type"u8, e.Type);
        json.WriteString("user_id"u8, e.UserId);
        OpsJson.WriteTime(json, "occurred_at"u8, e.OccurredAtUs);
        json.WriteEndObject();
    }

    /// <summary>The row's kind in the form of other names: <c>EventsAccepted</c> is <c>events_accepted</c>.</summary>
    private static string NameOf(ITenantEvent row)
    {
        var text = new StringBuilder();
        foreach (var c in row.GetType().Name)
        {
            if (char.IsUpper(c) && text.Length > 0) text.Append('_');
            text.Append(char.ToLowerInvariant(c));
        }
        return text.ToString();
    }
}
