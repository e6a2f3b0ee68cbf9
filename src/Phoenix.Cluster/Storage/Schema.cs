namespace Phoenix.Cluster.Storage;

/// <summary>Every table, in both dialects. The journal's three are those of Akka.Persistence.Sql 1.5.73, less the
/// indexes that nothing here reads.</summary>
/// <remarks>
/// Phoenix creates them itself and the plugin's auto-initialisation is off: several nodes may start at once, and
/// <c>journal_uq</c> is the fence of the log, so it is not left to chance.
/// </remarks>
public static class Schema
{
    public const int Version = 1;

    public static IReadOnlyList<string> Journal(bool sqlite)
    {
        var (key, big, text, blob, flag) = Types(sqlite);
        return
        [
            $"""
             CREATE TABLE IF NOT EXISTS journal (
               ordering {key}, created {big} NOT NULL, deleted {flag} NOT NULL, persistence_id {text} NOT NULL,
               sequence_number {big} NOT NULL, message {blob} NOT NULL, manifest {text} NULL, identifier INTEGER NULL,
               writer_uuid {text} NULL, CONSTRAINT journal_uq UNIQUE (persistence_id, sequence_number))
             """,
            $"""
             CREATE TABLE IF NOT EXISTS tags (
               ordering_id {big} NOT NULL, tag {text} NOT NULL, sequence_nr {big} NOT NULL,
               persistence_id {text} NOT NULL,
               PRIMARY KEY (ordering_id, tag))
             """,
            $"""
             CREATE TABLE IF NOT EXISTS snapshot (
               persistence_id {text} NOT NULL, sequence_number {big} NOT NULL, created {big} NOT NULL,
               snapshot {blob} NULL,
               manifest {text} NULL, serializer_id INTEGER NULL, PRIMARY KEY (persistence_id, sequence_number))
             """,
            $"CREATE TABLE IF NOT EXISTS node (name {text} NOT NULL PRIMARY KEY, seen_at_us {big} NOT NULL)",
        ];
    }

    public static IReadOnlyList<string> Standings(bool sqlite)
    {
        var (_, big, text, blob, _) = Types(sqlite);
        return
        [
            $"""
             CREATE TABLE IF NOT EXISTS tenant (
               tenant_id {text} NOT NULL PRIMARY KEY, name {text} NOT NULL, status INTEGER NOT NULL,
               dedupe_window_seconds INTEGER NOT NULL, created_at_us {big} NOT NULL, signing_secret {text} NOT NULL,
               position {big} NOT NULL)
             """,
            $"""
             CREATE TABLE IF NOT EXISTS leaderboard (
               tenant_id {text} NOT NULL, leaderboard_id {text} NOT NULL, status INTEGER NOT NULL,
               definition {blob} NOT NULL,
               position {big} NOT NULL, PRIMARY KEY (tenant_id, leaderboard_id))
             """,
            $"""
             CREATE TABLE IF NOT EXISTS board (
               board_key {text} NOT NULL PRIMARY KEY, tenant_id {text} NOT NULL, leaderboard_id {text} NOT NULL,
               epoch {big} NOT NULL, position {big} NOT NULL)
             """,
            $"""
             CREATE TABLE IF NOT EXISTS checkpoint (
               board_key {text} NOT NULL, position {big} NOT NULL, is_base INTEGER NOT NULL, row_id {big} NOT NULL,
               payload {blob} NOT NULL, PRIMARY KEY (board_key, position))
             """,
        ];
    }

    private static (string Key, string Big, string Text, string Blob, string Flag) Types(bool sqlite) => sqlite
        ? ("INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", "INTEGER", "TEXT", "BLOB", "INTEGER")
        : ("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "BIGINT", "TEXT", "BYTEA", "BOOLEAN");
}
