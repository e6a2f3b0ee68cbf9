using System.Security.Cryptography;
using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tenants;

/// <summary>Brings the registry in SQL up to a tenant's state.</summary>
internal sealed class TenantProjection(RegistryStore registry)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    // Nobody waits for it.
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Writes the tenant and the given boards; returns the tenant's signing secret (made if it had
    /// none).</summary>
    public async Task<string> SaveAsync(TenantState state, IReadOnlyCollection<LeaderboardId> boards)
    {
        using var limit = new CancellationTokenSource(Timeout);
        return await SaveAsync(state, boards, limit.Token);
    }

    private async Task<string> SaveAsync(
        TenantState state, IReadOnlyCollection<LeaderboardId> boards, CancellationToken cancellation)
    {
        var secret = await registry.SaveTenantAsync(ToReply(state, null), state.Position, NewSecret(), cancellation);
        if (boards.Count > 0) await registry.SaveLeaderboardsAsync(LatestOf(state, boards), cancellation);
        return secret;
    }

    private static IReadOnlyList<PositionedDefinition> LatestOf(
        TenantState state, IReadOnlyCollection<LeaderboardId> boards) =>
        [.. state.Definitions.Where(d => boards.Contains(d.Definition.LeaderboardId))
            .GroupBy(d => d.Definition.LeaderboardId).Select(g => g.Last())];

    /// <summary>At a tenant's start: the registry as the log has it; all but always it is already, and nothing is
    /// written. True where the registry held more than the log.</summary>
    public async Task<bool> StartAsync(TenantState state)
    {
        using var limit = new CancellationTokenSource(StartTimeout);
        var wasBeyond = await registry.DropBeyondLogAsync(state.TenantId, limit.Token);
        HashSet<LeaderboardId> boards = [.. state.Boards.Keys];
        if (state.Created && !await registry.HasAsync(ToReply(state, null), LatestOf(state, boards), limit.Token))
            await SaveAsync(state, boards, limit.Token);
        return wasBeyond;
    }

    /// <summary>Makes and stores another secret.</summary>
    public async Task<string> RotateSecretAsync(TenantId tenantId)
    {
        using var limit = new CancellationTokenSource(Timeout);
        var secret = NewSecret();
        await registry.SaveSecretAsync(tenantId, secret, limit.Token);
        return secret;
    }

    public static TenantReply ToReply(TenantState state, string? secret) => new(
        state.TenantId, state.Name, state.Status, state.DedupeWindowSeconds, state.CreatedAtUs, secret);

    /// <summary>The answer to a control command that has been carried out.</summary>
    public static object ReplyTo(ITenantMessage command, TenantState state, string? secret) => command switch
    {
        CreateTenant or RotateSigningSecret => ToReply(state, secret),
        ChangeTenant => ToReply(state, null),
        AdvanceTime => new TimeAdvancedReply(state.TenantId, state.Position, state.AcceptedAtUs),
        DefineLeaderboard c => new LeaderboardReply(state.Boards[c.LeaderboardId]),
        ChangeLeaderboardConfig c => new LeaderboardReply(state.Boards[c.LeaderboardId]),
        ChangeLeaderboard c => new LeaderboardReply(state.Boards[c.LeaderboardId]),
        LocatedBackfill { Command: DefineLeaderboard c } => AskedFor(state, c.LeaderboardId),
        LocatedBackfill { Command: ChangeLeaderboardConfig c } => AskedFor(state, c.LeaderboardId),
        IRebuildMessage c => RebuildReplies.Of(state, c.LeaderboardId),
        _ => throw new NotSupportedException($"{command.GetType().Name} is no control command."),
    };

    private static LeaderboardReply AskedFor(TenantState state, LeaderboardId board) =>
        new(Generations.RunningOf(state, board)?.Asked ?? state.Boards[board]);

    private static string NewSecret() => "phs_" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
}
