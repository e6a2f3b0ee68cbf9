using LinqToDB.Mapping;

namespace Phoenix.Cluster.Storage;

/// <summary>The standings database's rows, as linq2db maps them.</summary>
/// <remarks>What can't be null says so: linq2db compares the rest as "equal or both null", which no database joins by
/// an index or a hash.</remarks>
internal static class Tables
{
    [Table("tenant")]
    public sealed class Tenant
    {
        [Column("tenant_id", IsPrimaryKey = true, CanBeNull = false)] public string TenantId { get; set; } = "";
        [Column("name", CanBeNull = false)] public string Name { get; set; } = "";
        [Column("status")] public int Status { get; set; }
        [Column("dedupe_window_seconds")] public int DedupeWindowSeconds { get; set; }
        [Column("created_at_us")] public long CreatedAtUs { get; set; }
        [Column("signing_secret", CanBeNull = false)] public string SigningSecret { get; set; } = "";
        [Column("position")] public long Position { get; set; }
    }

    [Table("leaderboard")]
    public sealed class Leaderboard
    {
        [Column("tenant_id", IsPrimaryKey = true, CanBeNull = false)] public string TenantId { get; set; } = "";
        [Column("leaderboard_id", IsPrimaryKey = true, CanBeNull = false)]
        public string LeaderboardId { get; set; } = "";
        [Column("status")] public int Status { get; set; }
        [Column("definition", CanBeNull = false)] public byte[] Definition { get; set; } = [];
        [Column("position")] public long Position { get; set; }
    }

    [Table("board")]
    public sealed class Board
    {
        [Column("board_key", IsPrimaryKey = true, CanBeNull = false)] public string BoardKey { get; set; } = "";
        [Column("tenant_id", CanBeNull = false)] public string TenantId { get; set; } = "";
        [Column("leaderboard_id", CanBeNull = false)] public string LeaderboardId { get; set; } = "";
        [Column("epoch")] public long Epoch { get; set; }
        [Column("position")] public long Position { get; set; }
        [Column("generation")] public int Generation { get; set; }
        [Column("next_due_us")] public long? NextDueUs { get; set; }
    }

    [Table("checkpoint")]
    public sealed class Checkpoint
    {
        [Column("board_key", IsPrimaryKey = true, CanBeNull = false)] public string BoardKey { get; set; } = "";
        [Column("generation", IsPrimaryKey = true)] public int Generation { get; set; }
        [Column("position", IsPrimaryKey = true)] public long Position { get; set; }
        [Column("base")] public long Base { get; set; }
        [Column("row_id")] public long RowId { get; set; }
        [Column("payload", CanBeNull = false)] public byte[] Payload { get; set; } = [];
    }

    [Table("checkpoint_chunk")]
    public sealed class CheckpointChunk
    {
        [Column("board_key", IsPrimaryKey = true, CanBeNull = false)] public string BoardKey { get; set; } = "";
        [Column("generation", IsPrimaryKey = true)] public int Generation { get; set; }
        [Column("base", IsPrimaryKey = true)] public long Base { get; set; }
        [Column("chunk", IsPrimaryKey = true)] public int Chunk { get; set; }
        [Column("payload", CanBeNull = false)] public byte[] Payload { get; set; } = [];
    }

    [Table("final_window")]
    public sealed class FinalWindow
    {
        [Column("window_id", IsPrimaryKey = true, IsIdentity = true)] public long WindowId { get; set; }
        [Column("board_key", CanBeNull = false)] public string BoardKey { get; set; } = "";
        [Column("tenant_id", CanBeNull = false)] public string TenantId { get; set; } = "";
        [Column("leaderboard_id", CanBeNull = false)] public string LeaderboardId { get; set; } = "";
        [Column("generation")] public int Generation { get; set; }
        [Column("window_key", CanBeNull = false)] public string WindowKey { get; set; } = "";
        [Column("start_us")] public long StartUs { get; set; }
        [Column("end_us")] public long EndUs { get; set; }
        [Column("revision")] public int Revision { get; set; }
        [Column("is_final")] public int IsFinal { get; set; }
        [Column("total")] public long Total { get; set; }
        [Column("member_count")] public long MemberCount { get; set; }
        [Column("entry_count")] public long? EntryCount { get; set; }
        [Column("sequence")] public long Sequence { get; set; }
        [Column("position")] public long Position { get; set; }
        [Column("closed_at_us")] public long ClosedAtUs { get; set; }
        [Column("aggregation", CanBeNull = false)] public string Aggregation { get; set; } = "";
        [Column("method", CanBeNull = false)] public string Method { get; set; } = "";
        [Column("size")] public int? Size { get; set; }
        [Column("score_limit")] public long? ScoreLimit { get; set; }
        [Column("ties", CanBeNull = false)] public string Ties { get; set; } = "";
        [Column("tie_breaker", CanBeNull = false)] public string TieBreaker { get; set; } = "";
    }

    [Table("final_entry")]
    public sealed class FinalEntry
    {
        [Column("window_id", IsPrimaryKey = true, PrimaryKeyOrder = 0)] public long WindowId { get; set; }
        [Column("place", IsPrimaryKey = true, PrimaryKeyOrder = 1)] public long Place { get; set; }
        [Column("rank")] public long? Rank { get; set; }
        [Column("user_id", CanBeNull = false)] public string UserId { get; set; } = "";
        [Column("score")] public long Score { get; set; }
        [Column("event_count")] public long EventCount { get; set; }
        [Column("updated_at_us")] public long UpdatedAtUs { get; set; }
    }

    /// <summary>A row of the log, as Akka.Persistence.Sql writes it; read only.</summary>
    [Table("journal")]
    public sealed class JournalRow
    {
        [Column("persistence_id", CanBeNull = false)] public string PersistenceId { get; set; } = "";
        [Column("sequence_number")] public long SequenceNumber { get; set; }
        [Column("deleted")] public bool Deleted { get; set; }
        [Column("message", CanBeNull = false)] public byte[] Message { get; set; } = [];
        [Column("manifest")] public string? Manifest { get; set; }
    }
}
