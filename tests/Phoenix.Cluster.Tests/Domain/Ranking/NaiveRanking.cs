using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Tests.Domain.Ranking;

internal readonly record struct Contribution(string User, long Points, long AtUs);

internal readonly record struct Standing(
    string User, long Score, long Events, long ReachedAtUs, long UpdatedAtUs, long Rank, long Place);

/// <summary>The contract's rules, word for word, over the plain list of contributions.</summary>
internal static class NaiveRanking
{
    public static List<Standing> Of(
        IEnumerable<Contribution> contributions, Aggregation aggregation, RankingConfig ranking)
    {
        var members = contributions.GroupBy(c => c.User).Select(g => Score(g.Key, [.. g], aggregation));
        var ascending = ranking.Method == RankingMethod.ScoreAsc;
        var limit = ranking.ScoreLimitMillionths;
        var within = members.Where(m => limit is null || (ascending ? m.Score <= limit : m.Score >= limit));
        var byScore = ascending ? within.OrderBy(m => m.Score) : within.OrderByDescending(m => m.Score);
        var byTie = ranking.TieBreaker switch
        {
            TieBreaker.FirstReached => byScore.ThenBy(m => m.ReachedAtUs),
            TieBreaker.LastReached => byScore.ThenByDescending(m => m.ReachedAtUs),
            _ => byScore,
        };
        var ordered = byTie.ThenBy(m => m.User, ByCodePoint.Instance).ToList();
        var better = 0;
        var betterScores = 0;
        for (var i = 0; i < ordered.Count; i++)
        {
            if (i > 0 && ordered[i].Score != ordered[i - 1].Score) (better, betterScores) = (i, betterScores + 1);
            var rank = ranking.Ties switch
            {
                TieRule.Competition => better + 1,
                TieRule.Dense => betterScores + 1,
                _ => i + 1,
            };
            ordered[i] = ordered[i] with { Rank = rank, Place = i + 1 };
        }
        return ordered;
    }

    public static Standing Score(string user, List<Contribution> all, Aggregation aggregation)
    {
        var latest = all.Max(c => c.AtUs);
        var score = aggregation switch
        {
            Aggregation.Sum => Clamp(Sum(all)),
            Aggregation.Count => all.Count * 1_000_000L,
            Aggregation.Max => all.Max(c => c.Points),
            Aggregation.Min => all.Min(c => c.Points),
            _ => Clamp(Rounded(Sum(all), all.Count)),
        };
        var reached = aggregation is Aggregation.Max or Aggregation.Min
            ? all.Where(c => c.Points == score).Min(c => c.AtUs)
            : latest;
        return new Standing(user, score, all.Count, reached, latest, 0, 0);
    }

    private static Int128 Sum(List<Contribution> all) => all.Aggregate(Int128.Zero, (sum, c) => sum + c.Points);

    private static long Clamp(Int128 value) => (long)Int128.Clamp(value, -long.MaxValue, long.MaxValue);

    private static Int128 Rounded(Int128 sum, int count)
    {
        // Floor, then up where the rest is more than half, or half and the floor is odd.
        var floor = (sum - ((sum % count) + count) % count) / count;
        var rest = sum - floor * count;
        return rest * 2 > count || (rest * 2 == count && floor % 2 != 0) ? floor + 1 : floor;
    }

    private sealed class ByCodePoint : IComparer<string>
    {
        public static ByCodePoint Instance { get; } = new();

        public int Compare(string? x, string? y)
        {
            int[] first = [.. x!.EnumerateRunes().Select(r => r.Value)];
            int[] second = [.. y!.EnumerateRunes().Select(r => r.Value)];
            for (var i = 0; i < Math.Min(first.Length, second.Length); i++)
                if (first[i] != second[i]) return first[i].CompareTo(second[i]);
            return first.Length.CompareTo(second.Length);
        }
    }
}
