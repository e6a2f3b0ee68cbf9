using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Messages.Tenants;

/// <summary>A message for the entity of one tenant.</summary>
public interface ITenantMessage
{
    TenantId TenantId { get; }
}

/// <summary>A command that changes what a tenant is or has, and that may arrive more than once.</summary>
public interface IControlCommand : ITenantMessage
{
    /// <summary>The same in each attempt of one request, and the id of the first row that it writes: so an attempt that
    /// finds it in the log has been carried out already. 0: there is one attempt only.</summary>
    ulong RequestId { get; }

    /// <summary>The same command as an attempt of that request.</summary>
    IControlCommand Of(ulong requestId);
}

/// <summary>Put these events into the tenant's log, all together or none. Answered by
/// <see cref="EventsAcceptedReply"/>.</summary>
/// <remarks>Safe to send again with the same ids: whatever of it is in the log already comes back as a
/// duplicate.</remarks>
public sealed record AcceptEvents(TenantId TenantId, IReadOnlyList<EventRecord> Events) : ITenantMessage
{
    /// <summary>The request's span as a W3C <c>traceparent</c>, where it is sampled.</summary>
    public string? TraceParent { get; init; }

    public override string ToString() => $"AcceptEvents({TenantId}, {Events.Count} events)";
}

/// <summary>Create the tenant. Answered by <see cref="TenantReply"/> with its secret, or a refusal
/// (conflict).</summary>
public sealed record CreateTenant(TenantId TenantId, string Name) : IControlCommand
{
    public ulong RequestId { get; init; }
    public IControlCommand Of(ulong requestId) => this with { RequestId = requestId };
}

/// <summary>Change what is not null. Answered by <see cref="TenantReply"/>.</summary>
public sealed record ChangeTenant(
    TenantId TenantId, TenantStatus? Status, string? Name, int? DedupeWindowSeconds) : IControlCommand
{
    public ulong RequestId { get; init; }
    public IControlCommand Of(ulong requestId) => this with { RequestId = requestId };
}

/// <summary>Make a new signing secret; the old one is refused from then on. Answered by <see cref="TenantReply"/> with
/// the secret.</summary>
public sealed record RotateSigningSecret(TenantId TenantId) : ITenantMessage;

/// <summary>Create a leaderboard. Answered by <see cref="LeaderboardReply"/>.</summary>
/// <param name="Backfill">Not null: score the log again for it.</param>
public sealed record DefineLeaderboard(
    TenantId TenantId, LeaderboardId LeaderboardId, string? Name, string? Description, LeaderboardConfig Config,
    Backfill? Backfill = null) : IControlCommand
{
    public ulong RequestId { get; init; }
    public IControlCommand Of(ulong requestId) => this with { RequestId = requestId };
}

/// <summary>Give a leaderboard a new config (and, where not null, only if its version still is
/// <paramref name="Version"/>). Answered by <see cref="LeaderboardReply"/>: the board as asked for.</summary>
/// <param name="Backfill">Not null: score the log again by it, and only then take it.</param>
public sealed record ChangeLeaderboardConfig(
    TenantId TenantId, LeaderboardId LeaderboardId, LeaderboardConfig Config, int? Version,
    Backfill? Backfill = null) : IControlCommand
{
    public ulong RequestId { get; init; }
    public IControlCommand Of(ulong requestId) => this with { RequestId = requestId };
}

/// <summary>Change what is not null of a leaderboard's status and texts. Answered by
/// <see cref="LeaderboardReply"/>.</summary>
public sealed record ChangeLeaderboard(
    TenantId TenantId, LeaderboardId LeaderboardId, LeaderboardStatus? Status, string? Name, string? Description,
    int? Version) : IControlCommand
{
    public ulong RequestId { get; init; }
    public IControlCommand Of(ulong requestId) => this with { RequestId = requestId };
}

/// <summary>
/// A window is due: where no row has brought the log's clock to <paramref name="ToUs"/>, though the node's clock has
/// come so far, a row does. Answered by <see cref="TimeAdvancedReply"/>, or a refusal. It wakes a tenant that sleeps.
/// </summary>
public sealed record AdvanceTime(TenantId TenantId, long ToUs) : ITenantMessage;

/// <summary>
/// A leaderboard's entity has started and stands at <paramref name="Position"/>; the feed is to go on from there.
/// Answered by <see cref="LeaderboardAttached"/>, which names the head to be applied before the first answer.
/// </summary>
public sealed record AttachLeaderboard(TenantId TenantId, LeaderboardId LeaderboardId, long Position) : ITenantMessage;
