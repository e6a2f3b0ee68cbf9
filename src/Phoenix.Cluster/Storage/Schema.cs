namespace Phoenix.Cluster.Storage;

/// <summary>Every table, in both dialects. The journal's three are those of Akka.Persistence.Sql 1.5.73, less the
/// indexes that nothing here reads.</summary>
/// <remarks>
/// Phoenix creates them itself and the plugin's auto-initialisation is off: several nodes may start at once, and
/// <c>journal_uq</c> is the fence of the log, so it is not left to chance.
/// </remarks>
public static class Schema
{
    /// <summary>2: generations, bases in chunks, final windows.</summary>
    public const int Version = 2;

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
            .. Boards(sqlite),
            .. History(sqlite),
        ];
    }

    /// <summary>What to do before <see cref="Standings"/> with tables of an older version; none where there are
    /// none.</summary>
    /// <remarks>Checkpoints are a cache of the log: a version that changes their form drops them and the boards are
    /// scored again. Tenants and leaderboards stay.</remarks>
    public static IReadOnlyList<string> MigrateStandings(int from) =>
        from == 1 ? ["DROP TABLE board", "DROP TABLE checkpoint"] : [];

    /// <summary>The boards' fence and their checkpoints.</summary>
    /// <remarks>
    /// A generation is the whole scored state of a board; <c>board.generation</c> is the one that serves and
    /// <c>board.position</c> its last checkpoint, another may be in the making beside it. A checkpoint is what changed
    /// since the one before; it stands on the chunks of one <c>base</c>, and a base that no checkpoint names is not
    /// there yet.
    /// </remarks>
    private static IReadOnlyList<string> Boards(bool sqlite)
    {
        var (_, big, text, blob, _) = Types(sqlite);
        return
        [
            $"""
             CREATE TABLE IF NOT EXISTS board (
               board_key {text} NOT NULL PRIMARY KEY, tenant_id {text} NOT NULL, leaderboard_id {text} NOT NULL,
               epoch {big} NOT NULL, position {big} NOT NULL, generation INTEGER NOT NULL, next_due_us {big} NULL)
             """,
            "CREATE INDEX IF NOT EXISTS board_due ON board (next_due_us)",
            $"""
             CREATE TABLE IF NOT EXISTS checkpoint (
               board_key {text} NOT NULL, generation INTEGER NOT NULL, position {big} NOT NULL, base {big} NOT NULL,
               row_id {big} NOT NULL, payload {blob} NOT NULL, PRIMARY KEY (board_key, generation, position))
             """,
            $"""
             CREATE TABLE IF NOT EXISTS checkpoint_chunk (
               board_key {text} NOT NULL, generation INTEGER NOT NULL, base {big} NOT NULL, chunk INTEGER NOT NULL,
               payload {blob} NOT NULL, PRIMARY KEY (board_key, generation, base, chunk))
             """,
        ];
    }

    /// <summary>The final standings of closed windows; <c>docs/final-standings.md</c> tells analysts how to read
    /// them.</summary>
    /// <remarks>
    /// Only windows with <c>is_final = 1</c> are served, one for each start. The others are being written, were given
    /// up, or belong to a generation in the making, and for that one <c>entry_count</c> tells whether all entries
    /// stand. Members beyond the score limit have a place, behind all others, and no rank.
    /// A rebuild writes the windows that its generation closes with <c>is_final = 0</c> and a revision one above
    /// that of the served window of the same start. The one transaction that makes the generation serve sets those
    /// final, and those that they replace (after a changed timeframe: all others) not final; what is not final any more
    /// is deleted in small pieces later.
    /// </remarks>
    private static IReadOnlyList<string> History(bool sqlite)
    {
        var (key, big, text, _, _) = Types(sqlite);
        return
        [
            $"""
             CREATE TABLE IF NOT EXISTS final_window (
               window_id {key}, board_key {text} NOT NULL, tenant_id {text} NOT NULL, leaderboard_id {text} NOT NULL,
               generation INTEGER NOT NULL, window_key {text} NOT NULL, start_us {big} NOT NULL, end_us {big} NOT NULL,
               revision INTEGER NOT NULL, is_final INTEGER NOT NULL, total {big} NOT NULL, member_count {big} NOT NULL,
               entry_count {big} NULL, sequence {big} NOT NULL, position {big} NOT NULL, closed_at_us {big} NOT NULL,
               aggregation {text} NOT NULL, method {text} NOT NULL, size INTEGER NULL, score_limit {big} NULL,
               ties {text} NOT NULL, tie_breaker {text} NOT NULL)
             """,
            "CREATE INDEX IF NOT EXISTS final_window_board ON final_window (board_key, start_us)",
            "CREATE INDEX IF NOT EXISTS final_window_end ON final_window (end_us)",
            $"""
             CREATE TABLE IF NOT EXISTS final_entry (
               window_id {big} NOT NULL, place {big} NOT NULL, rank {big} NULL, user_id {text} NOT NULL,
               score {big} NOT NULL, event_count {big} NOT NULL, updated_at_us {big} NOT NULL,
               PRIMARY KEY (window_id, place)){(sqlite ? " WITHOUT ROWID" : "")}
             """,
            "CREATE INDEX IF NOT EXISTS final_entry_user ON final_entry (window_id, user_id)",
        ];
    }

    private static (string Key, string Big, string Text, string Blob, string Flag) Types(bool sqlite) => sqlite
        ? ("INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT", "INTEGER", "TEXT", "BLOB", "INTEGER")
        : ("BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "BIGINT", "TEXT", "BYTEA", "BOOLEAN");
}
