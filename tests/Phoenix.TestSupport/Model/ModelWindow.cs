using System.Text;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.TestSupport.Model;

/// <summary>One window of a board of the model.</summary>
public sealed class ModelWindow(string key, long startUs, long endUs, RankingConfig ranking)
{
    private readonly Dictionary<string, ModelMember> _members = [];

    public string Key { get; } = key;
    public long StartUs { get; } = startUs;
    public long EndUs { get; } = endUs;

    /// <summary>How it is ordered; a closed window keeps the order that it closed with.</summary>
    public RankingConfig Ranking { get; set; } = ranking;

    public bool IsClosed { get; set; }

    /// <summary>The position of the last row that changed a page.</summary>
    public long Sequence { get; set; }

    public void Add(string user, long points, long at)
    {
        if (!_members.TryGetValue(user, out var member)) _members[user] = member = new ModelMember();
        member.Add(points, at);
    }

    /// <summary>Everybody who is ranked, in order.</summary>
    public IReadOnlyList<StandingsEntry> Entries(Aggregation aggregation)
    {
        var isDescending = Ranking.Method == RankingMethod.ScoreDesc;
        var ranked = _members
            .Select(m => (User: m.Key, Member: m.Value, Score: m.Value.Score(aggregation)))
            .Where(m => Ranking.ScoreLimitMillionths is not { } limit
                || (isDescending ? m.Score >= limit : m.Score <= limit))
            .OrderBy(m => isDescending ? -(Int128)m.Score : m.Score)
            .ThenBy(m => Ranking.TieBreaker switch
            {
                TieBreaker.FirstReached => (Int128)m.Member.ReachedAtUs(aggregation),
                TieBreaker.LastReached => -(Int128)m.Member.ReachedAtUs(aggregation),
                _ => Int128.Zero,
            })
            .ThenBy(m => Convert.ToHexString(Encoding.UTF8.GetBytes(m.User)), StringComparer.Ordinal)
            .ToList();
        var scores = ranked.Select(m => m.Score).ToList();
        return
        [
            .. ranked.Select((m, i) => new StandingsEntry(
                Rank(scores, i), i + 1, m.User, m.Score, m.Member.EventCount, m.Member.UpdatedAtUs)),
        ];
    }

    private long Rank(List<long> scores, int index) => Ranking.Ties switch
    {
        TieRule.Competition => scores.IndexOf(scores[index]) + 1,
        TieRule.Dense => scores.Take(index + 1).Distinct().Count(),
        _ => index + 1,
    };
}
