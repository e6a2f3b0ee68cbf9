using System.Buffers;
using System.Text;
using CsCheck;
using Phoenix.Cluster.Domain.Ranking;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Tests.Domain.Ranking;

/// <summary>Random boards, and how to make and read them.</summary>
internal static class Boards
{
    public const long Point = 1_000_000;

    public static readonly Gen<RankingConfig> Rankings =
        from method in Gen.Enum<RankingMethod>()
        from limit in Gen.OneOf(Gen.Const((long?)null), Gen.Long[-2, 6].Select(points => (long?)(points * Point)))
        from ties in Gen.Enum<TieRule>()
        from breaker in Gen.Enum<TieBreaker>()
        select new RankingConfig(method, 1000, limit, ties, breaker);

    /// <summary>Few scores and times, so that equals abound; now and then the ends of the range.</summary>
    public static readonly Gen<long> Points = Gen.Frequency(
        (20, Gen.Long[-3, 8].Select(points => points * Point)),
        (5, Gen.Long[-3, 3]),
        (2, Gen.OneOf(Gen.Const(9_000_000_000_000 * Point), Gen.Const(-9_000_000_000_000 * Point),
            Gen.Const(long.MaxValue), Gen.Const(-long.MaxValue))));

    public static readonly Gen<Contribution> FewUsers = Contributions(Gen.Int[0, 40]);
    public static readonly Gen<Contribution> ManyUsers = Contributions(Gen.Int[0, 3_000]);

    private static Gen<Contribution> Contributions(Gen<int> user) =>
        Gen.Select(user, Points, Gen.Long[0, 20], (u, p, t) => new Contribution(Name(u), p, t));

    /// <summary>Ids whose order by code point differs from that by UTF-16, and by length.</summary>
    public static string Name(int user) => (user % 4) switch
    {
        0 => $"\U0001F600{user}",
        1 => $"\uFF5E{user}",
        2 => $"u{user}",
        _ => new string('z', user % 128) + user,
    };

    public static byte[] Written(RankedSet set, bool changedOnly)
    {
        var buffer = new ArrayBufferWriter<byte>();
        set.WriteMembers(buffer, changedOnly);
        return buffer.WrittenSpan.ToArray();
    }

    public static RankedSet SetOf(
        UserIds users, IEnumerable<Contribution> contributions, Aggregation aggregation, RankingConfig ranking)
    {
        var set = new RankedSet(users, aggregation, ranking);
        foreach (var contribution in contributions) set.Contribute(users, contribution);
        return set;
    }

    public static int Slot(this UserIds users, string id) => users.GetOrAdd(Encoding.UTF8.GetBytes(id));

    public static void Contribute(this RankedSet set, UserIds users, Contribution contribution) =>
        set.Contribute(users.Slot(contribution.User), contribution.Points, contribution.AtUs);

    /// <summary>The whole board, as pages show it.</summary>
    public static List<Standing> Board(this RankedSet set, UserIds users)
    {
        var page = new RankedMember[set.RankedCount + 1];
        var count = set.Page(0, page);
        return page.Take(count).Select(ranked => Standing(ranked, users)).ToList();
    }

    public static Standing Standing(RankedMember ranked, UserIds users)
    {
        var member = ranked.Member;
        return new Standing(Encoding.UTF8.GetString(users.IdOf(member.User)), member.Score, member.EventCount,
            member.ReachedAtUs, member.UpdatedAtUs, ranked.Rank, ranked.Place);
    }
}
