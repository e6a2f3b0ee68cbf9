using System.Text.Json;
using Phoenix.Http.Json;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Admin;

/// <summary>Tenants and leaderboards as the admin gateway shows them.</summary>
public static class AdminJson
{
    /// <summary>The tenant; its signing secret only where the reply carries it.</summary>
    public static void WriteTenant(Utf8JsonWriter json, TenantReply tenant)
    {
        json.WriteStartObject();
        json.WriteString("tenant_id"u8, tenant.TenantId.Value);
        json.WriteString("name"u8, tenant.Name);
        json.WriteString("status"u8, ConfigNames.TenantStatuses.NameOf(tenant.Status));
        if (tenant.SigningSecret is not null) json.WriteString("signing_secret"u8, tenant.SigningSecret);
        json.WriteNumber("dedupe_window_seconds"u8, tenant.DedupeWindowSeconds);
        WriteTime(json, "created_at"u8, tenant.CreatedAtUs);
        json.WriteEndObject();
    }

    public static void WriteTenants(Utf8JsonWriter json, (IReadOnlyList<TenantReply> Tenants, string? NextCursor) list)
    {
        json.WriteStartObject();
        json.WriteStartArray("tenants"u8);
        // A list never shows a secret, whatever the reply behind it holds.
        foreach (var tenant in list.Tenants) WriteTenant(json, tenant with { SigningSecret = null });
        json.WriteEndArray();
        json.WriteString("next_cursor"u8, list.NextCursor);
        json.WriteEndObject();
    }

    public static void WriteSecret(Utf8JsonWriter json, string signingSecret)
    {
        json.WriteStartObject();
        json.WriteString("signing_secret"u8, signingSecret);
        json.WriteEndObject();
    }

    public static void WriteLeaderboard(Utf8JsonWriter json, LeaderboardDefinition board)
    {
        json.WriteStartObject();
        json.WriteString("leaderboard_id"u8, board.LeaderboardId.Value);
        json.WriteString("tenant_id"u8, board.TenantId.Value);
        json.WriteString("name"u8, board.Name);
        json.WriteString("description"u8, board.Description);
        json.WriteString("status"u8, ConfigNames.LeaderboardStatuses.NameOf(board.Status));
        json.WriteNumber("version"u8, board.Version);
        json.WritePropertyName("config"u8);
        LeaderboardConfigJson.Write(json, board.Config);
        WriteTime(json, "created_at"u8, board.CreatedAtUs);
        WriteTime(json, "updated_at"u8, board.UpdatedAtUs);
        json.WriteEndObject();
    }

    public static void WriteLeaderboards(Utf8JsonWriter json, IReadOnlyList<LeaderboardDefinition> boards)
    {
        json.WriteStartObject();
        json.WriteNumber("total"u8, boards.Count);
        json.WriteStartArray("leaderboards"u8);
        foreach (var board in boards) WriteLeaderboard(json, board);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, long microseconds)
    {
        json.WritePropertyName(name);
        TimeJson.Write(json, microseconds);
    }
}
