using System.Text.Json.Nodes;
using Phoenix.Messages.Limits;

namespace Phoenix.Http.OpenApi;

/// <summary>Parameters that several endpoints take. The examples of all descriptions fit together.</summary>
internal static class Parameters
{
    public static Parameter Board() => Path("id", Schema.Name(), "The leaderboard's id.", "xp-weekly");

    public static Parameter Tenant() => Path("tenant_id", Schema.Name(), "The tenant's id.", "demo");

    public static Parameter User() => Path(
        "user_id", Schema.EventText(),
        "The user's id, percent-encoded UTF-8, decoded once. The ids `.` and `..` are reached by `ranks` only.",
        "user-123");

    public static Parameter WhoseBoards() => Query(
        "tenant_id", Schema.Name(),
        "The tenant whose boards are meant: required with a platform credential; a tenant's own may name no other.");

    public static Parameter Limit(int standard, int max = ContractLimits.PageSizeMax) =>
        Query("limit", Schema.Whole(1, max).Default(standard), "How many at most.");

    public static Parameter Offset() =>
        Query("offset", Schema.Whole(0, int.MaxValue).Default(0), "How many places to leave out first.");

    public static Parameter Cursor() => Query("cursor", Schema.Text(), "The `next_cursor` of the list before.");

    public static Parameter WindowKey() => Query(
        "window_key", Schema.Text(),
        "A window by its key, or `current`, the one that holds now. Absent: the one that holds now if it has entries, "
        + "else the latest ended one that has.");

    public static Parameter MinPosition() => Query(
        "min_position", Schema.Position(),
        "A position that Phoenix gave: the answer waits up to 2 s until the board has applied the log that far.");

    public static Parameter Path(string name, JsonObject schema, string description, string example) =>
        new(name, "path", schema, description, example);

    public static Parameter Query(string name, JsonObject schema, string description, JsonNode? example = null) =>
        new(name, "query", schema, description, example);

    public static Parameter Header(string name, JsonObject schema, string description, string? example = null) =>
        new(name, "header", schema, description, example);
}
