using System.Text;
using Phoenix.Cluster.Domain;
using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.TestSupport.Engine;

/// <summary>Events, requests and configs as tests want them.</summary>
public static class Samples
{
    public static long Us(DateTimeOffset instant) => instant.ToUnixMicroseconds();

    /// <summary>An event of type <c>goal</c> with <c>attrs.score</c>.</summary>
    public static EventRecord Event(
        string id, string user = "u1", double score = 1, DateTimeOffset? at = null, string type = "goal", string? pad =
            null)
    {
        var us = Us(at ?? EngineKit.Start);
        var extra = pad is null ? "" : $",\"pad\":\"{pad}\"";
        var body = FormattableString.Invariant(
            $$"""
              {"event_id":"{{id}}","type":"{{type}}","actor":{"user_id":"{{user}}"},
               "attrs":{"score":{{score}}{{extra}}} }
              """);
        return EventRecord.Create(id, type, user, us, Encoding.UTF8.GetBytes(body));
    }

    public static AcceptEvents Accept(TenantId tenant, params EventRecord[] events) => new(tenant, events);

    public static AcceptEvents Accept(TenantId tenant, string id, string user = "u1", double score = 1) =>
        new(tenant, [Event(id, user, score)]);

    /// <summary>A board that takes every <c>goal</c> and, unless told otherwise, sums up scores for ever.</summary>
    public static LeaderboardConfig Config(
        TimeframeType timeframe = TimeframeType.AllTime, Aggregation aggregation = Aggregation.Sum, int graceSeconds =
            3600,
        RankingConfig? ranking = null, string points = "attrs.score", string type = "goal",
        params FieldPredicate[] conditions) =>
        new([], TimeframeConfig.Of(timeframe, graceSeconds),
            new ScoringConfig([new ScoringRule(type, conditions, points)], aggregation),
                ranking ?? RankingConfig.Default);

    /// <summary>A board as the row at <paramref name="position"/> defines it.</summary>
    public static LeaderboardDefinition Definition(
        TenantId tenant, string board, LeaderboardConfig? config = null, long position = 2, int version = 1,
        LeaderboardStatus status = LeaderboardStatus.Active, int openWindowsMax = 2_000) =>
        new(tenant, new LeaderboardId(board), board, "", status, version, LeaderboardDefinition.CurrentRulesVersion,
            openWindowsMax, position, Us(EngineKit.Start), Us(EngineKit.Start), config ?? Config());

    /// <summary>One contribution.</summary>
    public static ScoredEntry Entry(string user, double points, DateTimeOffset? at = null) =>
        new(Encoding.UTF8.GetBytes(user), (long)(points * 1_000_000), Us(at ?? EngineKit.Start));

    public static StandingsScope Scope(
        string? window = null, long minPosition = 0, DateTimeOffset? now = null) =>
        new(window, Us(now ?? EngineKit.Start), minPosition);

    public static GetStandings Standings(
        TenantId tenant, string board, string? window = null, long minPosition = 0, int limit = 1000, int offset = 0,
        DateTimeOffset? now = null) =>
        new(tenant, new LeaderboardId(board), Scope(window, minPosition, now), offset, limit);

    /// <summary>The ids of a row's events.</summary>
    public static IReadOnlyList<string> IdsOf(ITenantEvent row) => row is EventsAccepted events
        ? [.. events.Events.Select(e => Encoding.UTF8.GetString(e.EventId))]
        : [];
}
