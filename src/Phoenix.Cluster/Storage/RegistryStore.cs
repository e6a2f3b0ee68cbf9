using LinqToDB;
using LinqToDB.Async;
using LinqToDB.Data;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Storage;

/// <summary>The registry: tenants and leaderboards as a projection of the tenants' logs, for lists, lookups and
/// 404s.</summary>
/// <remarks>
/// Written by the tenant actor behind each control row and on its recovery, each write fenced by the row's position, so
/// that an older incarnation never overwrites a newer one. Two may write a first row at once: it is inserted only where
/// none stands, and updated under the fence after that. The signing secret lives here only.
/// </remarks>
public sealed class RegistryStore(IDatabase database, SecretBox secrets, DefinitionCodec codec)
{
    /// <summary>Writes the tenant; a new one gets <paramref name="newSecret"/>. Returns the secret that stands; empty
    /// where no configured key opens it.</summary>
    public async Task<string> SaveTenantAsync(TenantReply tenant, long position, string newSecret,
        CancellationToken cancellation)
    {
        using var gate = await database.LockStandingsAsync(cancellation);
        await using var db = database.OpenStandings();
        await using var transaction = await db.BeginTransactionAsync(cancellation);
        var id = tenant.TenantId.Value;
        await db.ExecuteAsync(
            """
            INSERT INTO tenant (tenant_id, name, status, dedupe_window_seconds, created_at_us, signing_secret, position)
            VALUES (@id, '', 0, 0, 0, @secret, 0) ON CONFLICT (tenant_id) DO NOTHING
            """,
            cancellation, new DataParameter("id", id), new DataParameter("secret", secrets.Seal(newSecret)));
        var table = db.GetTable<Tables.Tenant>();
        await table.Where(t => t.TenantId == id && t.Position < position)
            .Set(t => t.Name, tenant.Name).Set(t => t.Status, (int)tenant.Status)
            .Set(t => t.DedupeWindowSeconds, tenant.DedupeWindowSeconds).Set(t => t.CreatedAtUs, tenant.CreatedAtUs)
            .Set(t => t.Position, position).UpdateAsync(cancellation);
        var secret = await table.Where(t => t.TenantId == id).Select(t => t.SigningSecret).FirstAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return secrets.TryOpen(secret) ?? "";
    }

    /// <summary>Whether the tenant and these definitions, the latest of each board, stand here as they are.</summary>
    public async Task<bool> HasAsync(
        TenantReply tenant, IReadOnlyCollection<PositionedDefinition> definitions, CancellationToken cancellation)
    {
        if (await FindTenantAsync(tenant.TenantId, cancellation) != tenant) return false;
        await using var db = database.OpenStandings();
        var id = tenant.TenantId.Value;
        var positions = await db.GetTable<Tables.Leaderboard>().Where(l => l.TenantId == id)
            .ToDictionaryAsync(l => l.LeaderboardId, l => l.Position, cancellation);
        return definitions.All(d => positions.GetValueOrDefault(d.Definition.LeaderboardId.Value) == d.Position);
    }

    /// <summary>
    /// Drops what stands beyond the end of the tenant's log: it is of another log, in whose place a backup was
    /// restored. True where there was something; where the log is empty it stays.
    /// </summary>
    /// <remarks>A row is written here only once the log has it. So what is read here before the log's end is looked up
    /// is never beyond it, whoever else writes.</remarks>
    public async Task<bool> DropBeyondLogAsync(TenantId tenantId, CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        var id = tenantId.Value;
        var tenants = db.GetTable<Tables.Tenant>().Where(t => t.TenantId == id);
        var boards = db.GetTable<Tables.Leaderboard>().Where(l => l.TenantId == id);
        var last = Math.Max(
            await tenants.MaxAsync(t => (long?)t.Position, cancellation) ?? 0,
            await boards.MaxAsync(l => (long?)l.Position, cancellation) ?? 0);
        if (last == 0) return false;
        var end = await FindLogEndAsync(tenantId, cancellation);
        // An empty log may be one that was forgotten in the restore, and signing secrets are nowhere but here.
        if (last <= end || end == 0) return last > end;
        using var gate = await database.LockStandingsAsync(cancellation);
        await using var transaction = await db.BeginTransactionAsync(cancellation);
        await boards.Where(l => l.Position > end).DeleteAsync(cancellation);
        await tenants.Where(t => t.Position > end).Set(t => t.Position, 0).UpdateAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return true;
    }

    private async Task<long> FindLogEndAsync(TenantId tenantId, CancellationToken cancellation)
    {
        await using var db = database.OpenJournal();
        var log = EntityIds.TenantPersistence(tenantId);
        return await db.GetTable<Tables.JournalRow>().Where(r => r.PersistenceId == log)
            .MaxAsync(r => (long?)r.SequenceNumber, cancellation) ?? 0;
    }

    /// <summary>Replaces the tenant's secret.</summary>
    public async Task SaveSecretAsync(TenantId tenantId, string secret, CancellationToken cancellation)
    {
        using var gate = await database.LockStandingsAsync(cancellation);
        await using var db = database.OpenStandings();
        var (id, box) = (tenantId.Value, secrets.Seal(secret));
        await db.GetTable<Tables.Tenant>().Where(t => t.TenantId == id)
            .Set(t => t.SigningSecret, box).UpdateAsync(cancellation);
    }

    /// <summary>Writes definitions, each fenced by the row that set it.</summary>
    public async Task SaveLeaderboardsAsync(IEnumerable<PositionedDefinition> definitions,
        CancellationToken cancellation)
    {
        using var gate = await database.LockStandingsAsync(cancellation);
        await using var db = database.OpenStandings();
        await using var transaction = await db.BeginTransactionAsync(cancellation);
        var table = db.GetTable<Tables.Leaderboard>();
        foreach (var (position, definition) in definitions)
        {
            var (tenant, board) = (definition.TenantId.Value, definition.LeaderboardId.Value);
            var (status, bytes) = ((int)definition.Status, codec.Encode(definition));
            await db.ExecuteAsync(
                """
                INSERT INTO leaderboard (tenant_id, leaderboard_id, status, definition, position)
                VALUES (@tenant, @board, @status, @bytes, 0) ON CONFLICT (tenant_id, leaderboard_id) DO NOTHING
                """,
                cancellation, new DataParameter("tenant", tenant), new DataParameter("board", board),
                new DataParameter("status", status), new DataParameter("bytes", bytes));
            await table.Where(l => l.TenantId == tenant && l.LeaderboardId == board && l.Position < position)
                .Set(l => l.Status, status).Set(l => l.Definition, bytes).Set(l => l.Position, position)
                .UpdateAsync(cancellation);
        }
        await transaction.CommitAsync(cancellation);
    }

    public async Task<TenantReply?> FindTenantAsync(TenantId tenantId, CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        var id = tenantId.Value;
        var row = await db.GetTable<Tables.Tenant>().FirstOrDefaultAsync(t => t.TenantId == id, cancellation);
        return row is null ? null : ToReply(row);
    }

    /// <summary>At most <paramref name="limit"/> tenants with ids behind <paramref name="after"/>, in the order of
    /// their ids.</summary>
    public async Task<TenantsReply> ListTenantsAsync(int limit, string? after, CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        var rows = await db.GetTable<Tables.Tenant>()
            .Where(t => after == null || t.TenantId.CompareTo(after) > 0)
            .OrderBy(t => t.TenantId).Take(limit + 1).ToListAsync(cancellation);
        var page = rows.Take(limit).Select(ToReply).ToList();
        return new TenantsReply(page, rows.Count > limit ? page[^1].TenantId.Value : null);
    }

    public async Task<SigningSecretReply?> FindSecretAsync(TenantId tenantId, CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        var id = tenantId.Value;
        var row = await db.GetTable<Tables.Tenant>().FirstOrDefaultAsync(t => t.TenantId == id, cancellation);
        return row is null
            ? null : new SigningSecretReply(tenantId, (TenantStatus)row.Status, secrets.Open(row.SigningSecret));
    }

    public async Task<IReadOnlyList<LeaderboardDefinition>> ListLeaderboardsAsync(TenantId tenantId,
        CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        var id = tenantId.Value;
        var rows = await db.GetTable<Tables.Leaderboard>().Where(l => l.TenantId == id).ToListAsync(cancellation);
        return [.. rows.OrderBy(l => l.LeaderboardId, StringComparer.Ordinal).Select(l => codec.Decode(l.Definition))];
    }

    public async Task<LeaderboardDefinition?> FindLeaderboardAsync(
        TenantId tenantId, LeaderboardId leaderboardId, CancellationToken cancellation)
    {
        await using var db = database.OpenStandings();
        var (tenant, board) = (tenantId.Value, leaderboardId.Value);
        var row = await db.GetTable<Tables.Leaderboard>()
            .FirstOrDefaultAsync(l => l.TenantId == tenant && l.LeaderboardId == board, cancellation);
        return row is null ? null : codec.Decode(row.Definition);
    }

    private static TenantReply ToReply(Tables.Tenant row) => new(
        new TenantId(row.TenantId), row.Name, (TenantStatus)row.Status, row.DedupeWindowSeconds, row.CreatedAtUs, null);
}
