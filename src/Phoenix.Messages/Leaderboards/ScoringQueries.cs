using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Leaderboards;

/// <summary>What a board with this config would make of this event; nothing is stored and nobody woken. Answered by
/// <see cref="ScoringExplanationReply"/>, or a refusal that says what is wrong with the config.</summary>
/// <param name="NowUs">The server's clock, by which the window is open or closed.</param>
public sealed record GetScoringExplanation(
    TenantId TenantId, LeaderboardConfig Config, EventRecord Event, long NowUs) : IRegistryQuery;

/// <summary>Which of the windows with these starts, all of them used by events of the log, does the board not have
/// though they are not closed? Answered by <see cref="MissingWindowsReply"/>.</summary>
public sealed record GetMissingWindows(
    TenantId TenantId, LeaderboardId LeaderboardId, StandingsScope Scope, IReadOnlyList<long> StartsUs)
    : ILeaderboardQuery;
