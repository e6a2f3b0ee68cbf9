using LinqToDB.Mapping;

namespace Phoenix.Cluster.Storage;

/// <summary>The standings database's rows, as linq2db maps them.</summary>
internal static class Tables
{
    [Table("tenant")]
    public sealed class Tenant
    {
        [Column("tenant_id", IsPrimaryKey = true)] public string TenantId { get; set; } = "";
        [Column("name")] public string Name { get; set; } = "";
        [Column("status")] public int Status { get; set; }
        [Column("dedupe_window_seconds")] public int DedupeWindowSeconds { get; set; }
        [Column("created_at_us")] public long CreatedAtUs { get; set; }
        [Column("signing_secret")] public string SigningSecret { get; set; } = "";
        [Column("position")] public long Position { get; set; }
    }

    [Table("leaderboard")]
    public sealed class Leaderboard
    {
        [Column("tenant_id", IsPrimaryKey = true)] public string TenantId { get; set; } = "";
        [Column("leaderboard_id", IsPrimaryKey = true)] public string LeaderboardId { get; set; } = "";
        [Column("status")] public int Status { get; set; }
        [Column("definition")] public byte[] Definition { get; set; } = [];
        [Column("position")] public long Position { get; set; }
    }

    [Table("board")]
    public sealed class Board
    {
        [Column("board_key", IsPrimaryKey = true)] public string BoardKey { get; set; } = "";
        [Column("tenant_id")] public string TenantId { get; set; } = "";
        [Column("leaderboard_id")] public string LeaderboardId { get; set; } = "";
        [Column("epoch")] public long Epoch { get; set; }
        [Column("position")] public long Position { get; set; }
    }

    [Table("checkpoint")]
    public sealed class Checkpoint
    {
        [Column("board_key", IsPrimaryKey = true)] public string BoardKey { get; set; } = "";
        [Column("position", IsPrimaryKey = true)] public long Position { get; set; }
        [Column("is_base")] public int IsBase { get; set; }
        [Column("row_id")] public long RowId { get; set; }
        [Column("payload")] public byte[] Payload { get; set; } = [];
    }

    /// <summary>A row of the log, as Akka.Persistence.Sql writes it; read only.</summary>
    [Table("journal")]
    public sealed class JournalRow
    {
        [Column("persistence_id")] public string PersistenceId { get; set; } = "";
        [Column("sequence_number")] public long SequenceNumber { get; set; }
        [Column("deleted")] public bool Deleted { get; set; }
        [Column("message")] public byte[] Message { get; set; } = [];
        [Column("manifest")] public string? Manifest { get; set; }
    }
}
