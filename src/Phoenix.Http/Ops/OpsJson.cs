using System.Text.Json;
using Phoenix.Http.Json;
using Phoenix.Http.Query;
using Phoenix.Messages.Ops;

namespace Phoenix.Http.Ops;

/// <summary>The cluster, tenants and boards as operators see them.</summary>
public static class OpsJson
{
    public static void WriteCluster(Utf8JsonWriter json, ClusterState state)
    {
        json.WriteStartObject();
        json.WriteString("self"u8, state.Self);
        json.WriteString("leader"u8, state.Leader);
        json.WriteString("oldest"u8, state.Oldest);
        json.WriteStartArray("members"u8);
        foreach (var member in state.Members)
        {
            json.WriteStartObject();
            json.WriteString("address"u8, member.Address);
            json.WriteStartArray("roles"u8);
            foreach (var role in member.Roles) json.WriteStringValue(role);
            json.WriteEndArray();
            json.WriteString("status"u8, member.Status);
            json.WriteBoolean("reachable"u8, member.IsReachable);
            json.WriteString("version"u8, member.Version);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("unreachable"u8);
        foreach (var member in state.Members)
        {
            if (!member.IsReachable) json.WriteStringValue(member.Address);
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteMember(Utf8JsonWriter json, MemberChanged changed)
    {
        json.WriteStartObject();
        json.WriteString("address"u8, changed.Address);
        json.WriteString("status"u8, changed.Status);
        json.WriteEndObject();
    }

    public static void WriteTenant(Utf8JsonWriter json, TenantDetails details)
    {
        json.WriteStartObject();
        json.WriteString("tenant_id"u8, details.Tenant.TenantId.Value);
        json.WriteString("name"u8, details.Tenant.Name);
        json.WriteString("status"u8, ConfigNames.TenantStatuses.NameOf(details.Tenant.Status));
        json.WriteNumber("dedupe_window_seconds"u8, details.Tenant.DedupeWindowSeconds);
        WriteTime(json, "created_at"u8, details.Tenant.CreatedAtUs);
        WritePlace(json, details.ShardId, details.Node);
        WritePosition(json, "head"u8, details.Head);
        WritePosition(json, "floor"u8, details.Floor);
        json.WriteStartArray("boards"u8);
        foreach (var board in details.Boards)
        {
            json.WriteStartObject();
            json.WriteString("leaderboard_id"u8, board.Definition.LeaderboardId.Value);
            json.WriteString("status"u8, ConfigNames.LeaderboardStatuses.NameOf(board.Definition.Status));
            WritePosition(json, "position"u8, board.Position ?? board.CheckpointPosition);
            WriteLag(json, details.Head, board.Position ?? board.CheckpointPosition);
            WritePosition(json, "checkpoint_position"u8, board.CheckpointPosition);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    public static void WriteBoard(Utf8JsonWriter json, BoardDetails details)
    {
        var (definition, state) = (details.Definition, details.State);
        json.WriteStartObject();
        json.WriteString("leaderboard_id"u8, definition.LeaderboardId.Value);
        json.WriteString("tenant_id"u8, definition.TenantId.Value);
        json.WriteString("status"u8, ConfigNames.LeaderboardStatuses.NameOf(definition.Status));
        json.WriteNumber("version"u8, definition.Version);
        WritePlace(json, details.ShardId, details.Node);
        WritePosition(json, "position"u8, state.Position);
        WritePosition(json, "head"u8, details.Head);
        WriteLag(json, details.Head, state.Position);
        WriteTime(json, "applied_until"u8, state.AcceptedAtUs);
        json.WriteNumber("members"u8, state.Users);
        json.WriteNumber("bytes"u8, state.MemoryBytes);
        WritePosition(json, "checkpoint_position"u8, details.CheckpointPosition);
        json.WriteNumber("checkpoint_count"u8, details.CheckpointCount);
        json.WriteNumber("checkpoint_bytes"u8, details.CheckpointBytes);
        json.WriteNumber("window_count"u8, state.WindowCount);
        json.WriteStartArray("windows"u8);
        foreach (var window in state.Windows) WriteWindow(json, window);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteWindow(Utf8JsonWriter json, BoardWindowState window)
    {
        json.WriteStartObject();
        json.WriteString("window_key"u8, window.WindowKey);
        json.WriteString("status"u8, StandingsJson.NameOf(window.Status));
        json.WriteNumber("members"u8, window.Members);
        json.WriteNumber("ranked"u8, window.Ranked);
        json.WriteNumber("bytes"u8, window.SizeBytes);
        json.WriteEndObject();
    }

    private static void WritePlace(Utf8JsonWriter json, string shardId, string? node)
    {
        json.WriteString("shard_id"u8, shardId);
        json.WriteString("node"u8, node);
        json.WriteBoolean("awake"u8, node is not null);
    }

    private static void WriteLag(Utf8JsonWriter json, long head, long? position)
    {
        if (position is null) json.WriteNull("lag_rows"u8);
        else json.WriteNumber("lag_rows"u8, Math.Max(0, head - position.Value));
    }

    internal static void WritePosition(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? position)
    {
        json.WritePropertyName(name);
        if (position is null) json.WriteNullValue();
        else PositionJson.Write(json, position.Value);
    }

    internal static void WriteTime(Utf8JsonWriter json, ReadOnlySpan<byte> name, long microseconds)
    {
        json.WritePropertyName(name);
        TimeJson.Write(json, microseconds);
    }
}
