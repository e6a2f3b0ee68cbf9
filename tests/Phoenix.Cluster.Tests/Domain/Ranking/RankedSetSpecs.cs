using System.Text;
using CsCheck;
using Phoenix.Cluster.Domain.Ranking;
using Phoenix.Messages.Leaderboards;
using static Phoenix.Cluster.Tests.Domain.Ranking.Boards;

namespace Phoenix.Cluster.Tests.Domain.Ranking;

public sealed class RankedSetSpecs
{
    [Fact]
    public void Shows_what_the_plain_rules_give_for_small_boards() =>
        Gen.Select(FewUsers.Array[0, 120], Gen.Enum<Aggregation>(), Rankings).Sample(
            (contributions, aggregation, ranking) => AssertSame(contributions, aggregation, ranking), iter: 1_000);

    [Fact]
    public void Shows_what_the_plain_rules_give_for_boards_of_many_leaves() =>
        Gen.Select(ManyUsers.Array[2_000, 9_000], Gen.Enum<Aggregation>(), Rankings).Sample(
            (contributions, aggregation, ranking) => AssertSame(contributions, aggregation, ranking), iter: 20);

    [Fact]
    public void Keeps_its_tree_in_order_through_growth_drift_and_collapse() =>
        Gen.Select(Gen.Int[200, 20_000], Gen.Int[1, 3_000], Rankings, Gen.ULong).Sample(
            (members, range, ranking, seed) =>
        {
            var random = new Random((int)seed);
            var users = new UserIds(seed);
            var set = new RankedSet(users, Aggregation.Sum, ranking);
            var scores = new long[members];
            void Place(int user, long score)
            {
                set.Contribute(users.Slot(Name(user)), score - scores[user], random.Next(50));
                scores[user] = score;
            }
            for (var i = 0; i < members; i++) Place(i, random.Next(range) * Point);
            set.Validate();
            // Everybody moves to one end, which empties the other; then on into a single score; then apart again.
            for (var i = 0; i < members; i++) Place(i, 1_000_000 * Point + random.Next(range));
            set.Validate();
            for (var i = 0; i < members; i++) Place(i, 5 * Point);
            set.Validate();
            for (var i = members - 1; i >= 0; i--) Place(i, -i * Point);
            set.Validate();
            Assert.Equal(members, set.MemberCount);
        }, iter: 10);

    [Fact]
    public void Does_not_depend_on_the_order_of_contributions() =>
        Gen.Select(FewUsers.Array[1, 200], Gen.Enum<Aggregation>(), Rankings, Gen.Int).Sample(
            (contributions, aggregation, ranking, seed) =>
            {
                var shuffled = (Contribution[])contributions.Clone();
                new Random(seed).Shuffle(shuffled);
                Assert.Equal(BoardOf(contributions, aggregation, ranking), BoardOf(shuffled, aggregation, ranking));
            }, iter: 300);

    [Fact]
    public void Reorders_to_what_it_would_have_been() =>
        Gen.Select(ManyUsers.Array[0, 1_500], Gen.Enum<Aggregation>(), Rankings, Rankings).Sample(
            (contributions, aggregation, former, ranking) =>
            {
                var users = new UserIds();
                var set = new RankedSet(users, aggregation, former);
                foreach (var contribution in contributions[..(contributions.Length / 2)])
                    set.Contribute(users, contribution);
                set.Reorder(ranking);
                set.Validate();
                foreach (var contribution in contributions[(contributions.Length / 2)..])
                    set.Contribute(users, contribution);
                set.Validate();
                Assert.Equal(NaiveRanking.Of(contributions, aggregation, ranking), set.Board(users));
            }, iter: 50);

    [Fact]
    public void Builds_the_order_when_asked_if_it_keeps_none() =>
        Gen.Select(ManyUsers.Array[0, 1_500], Gen.Enum<Aggregation>(), Rankings).Sample(
            (contributions, aggregation, ranking) =>
            {
                var users = new UserIds();
                var set = new RankedSet(users, aggregation, ranking, orderWhenAsked: true);
                foreach (var contribution in contributions) set.Contribute(users, contribution);
                set.Validate();
                var expected = NaiveRanking.Of(contributions, aggregation, ranking);
                Assert.Equal(expected.Count, set.RankedCount);
                Assert.Equal(expected, set.Board(users));
                set.Validate();
            }, iter: 50);

    [Fact]
    public void Gives_rank_and_place_of_each_user_and_pages_at_each_offset() =>
        Gen.Select(ManyUsers.Array[0, 1_000], Gen.Enum<Aggregation>(), Rankings, Gen.Int[0, 1_000], Gen.Int[0, 150])
            .Sample((contributions, aggregation, ranking, offset, length) =>
            {
                var users = new UserIds();
                var set = SetOf(users, contributions, aggregation, ranking);
                var expected = NaiveRanking.Of(contributions, aggregation, ranking);
                var page = new RankedMember[length];
                var count = set.Page(offset, page);
                Assert.Equal(expected.Skip(offset).Take(length),
                    page.Take(count).Select(ranked => Boards.Standing(ranked, users)));
                var ranked = expected.ToDictionary(standing => standing.User);
                foreach (var user in contributions.Select(c => c.User).Distinct())
                {
                    var isRanked = set.TryGetRanked(users.Slot(user), out var shown);
                    Assert.Equal(ranked.TryGetValue(user, out var standing), isRanked);
                    if (isRanked) Assert.Equal(standing, Boards.Standing(shown, users));
                    Assert.True(set.TryGetMember(users.Slot(user), out var member));
                    var all = contributions.Where(c => c.User == user).ToList();
                    Assert.Equal(NaiveRanking.Score(user, all, aggregation).Score, member.Score);
                }
            }, iter: 30);

    [Fact]
    public void Clamps_what_it_shows_and_keeps_the_sum_exact()
    {
        var users = new UserIds();
        var set = new RankedSet(users, Aggregation.Sum, RankingConfig.Default);
        const long most = 9_000_000_000_000 * Point;
        for (var i = 0; i < 5; i++) set.Contribute(users, new Contribution("u", most, i));
        Assert.Equal(long.MaxValue, set.Board(users)[0].Score);
        for (var i = 0; i < 4; i++) set.Contribute(users, new Contribution("u", -most, i));
        Assert.Equal(most, set.Board(users)[0].Score);
        for (var i = 0; i < 4; i++) set.Contribute(users, new Contribution("u", -most, i));
        Assert.Equal(-long.MaxValue, set.Board(users)[0].Score);
    }

    [Theory]
    [InlineData(1, 2, 2)]
    [InlineData(1, 4, 2)]
    [InlineData(-1, -2, -2)]
    [InlineData(0, -1, 0)]
    [InlineData(-3, -4, -4)]
    [InlineData(2, 5, 4)]
    public void Rounds_halves_of_averages_to_even(long first, long second, long expected)
    {
        var users = new UserIds();
        Contribution[] contributions = [new("u", first, 1), new("u", second, 2)];
        var set = SetOf(users, contributions, Aggregation.Avg, RankingConfig.Default);
        Assert.Equal(expected, set.Board(users)[0].Score);
    }

    [Fact]
    public void Ranks_within_the_limit_and_keeps_the_others()
    {
        var users = new UserIds();
        var ranking = RankingConfig.Default with { ScoreLimitMillionths = 5 * Point };
        var set = SetOf(users, [new("a", 5 * Point, 1), new("b", 4 * Point, 1)], Aggregation.Sum, ranking);
        Assert.Equal((2, 1), (set.MemberCount, set.RankedCount));
        Assert.False(set.TryGetRanked(users.Slot("b"), out _));
        Assert.True(set.TryGetMember(users.Slot("b"), out var member));
        Assert.Equal(4 * Point, member.Score);
        set.Contribute(users, new Contribution("b", 2 * Point, 1));
        Assert.Equal(2, set.RankedCount);
    }

    [Fact]
    public void Knows_nobody_who_did_not_contribute()
    {
        var users = new UserIds();
        var set = SetOf(users, [new("a", Point, 1)], Aggregation.Sum, RankingConfig.Default);
        var other = users.Slot("b");
        Assert.False(set.TryGetMember(other, out _));
        Assert.False(set.TryGetRanked(other, out _));
        Assert.Equal(0, set.Page(1, new RankedMember[3]));
        Assert.Equal(0, set.Page(long.MaxValue, new RankedMember[3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => set.Page(-1, new RankedMember[3]));
    }

    [Fact]
    public void Releases_its_users_piece_by_piece()
    {
        var users = new UserIds();
        var kept = SetOf(users, [new("a", Point, 1)], Aggregation.Sum, RankingConfig.Default);
        var set = SetOf(users, [new("a", Point, 1), new("b", Point, 1)], Aggregation.Sum, RankingConfig.Default);
        for (var i = 0; i < 5_000; i++) set.Contribute(users, new Contribution($"user-{i}", Point, 1));

        Assert.False(set.Release(1_000));
        Assert.InRange(users.Count, 3_500, 4_002);
        Assert.False(set.Release(1_000));
        Assert.True(set.Release(5_000));

        Assert.Equal(1, users.Count);
        Assert.Equal(1, kept.MemberCount);
    }

    [Fact]
    public void Costs_little_where_few_of_many_users_are_members()
    {
        var users = new UserIds();
        for (var i = 0; i < 200_000; i++) users.Retain(users.Slot($"user-{i}"));
        var small = new RankedSet(users, Aggregation.Max, RankingConfig.Default);
        for (var i = 0; i < 10; i++) small.Contribute(users, new Contribution($"user-{i * 17_777}", i, i));
        Assert.InRange(small.SizeBytes, 1, 2_000);
        var medium = new RankedSet(users, Aggregation.Max, RankingConfig.Default);
        for (var i = 0; i < 2_000; i++) medium.Contribute(users, new Contribution($"user-{i * 97}", i, i));
        medium.Validate();
        Assert.InRange(medium.SizeBytes / 2_000.0, 1, 80);
    }

    [Fact]
    public void Finds_members_while_the_share_of_the_users_who_are_members_changes()
    {
        var users = new UserIds();
        var set = new RankedSet(users, Aggregation.Sum, RankingConfig.Default);
        // All of few, then few of many, then all of many.
        for (var i = 0; i < 500; i++) set.Contribute(users, new Contribution($"a{i}", i, i));
        for (var i = 0; i < 50_000; i++) users.Retain(users.Slot($"b{i}"));
        for (var i = 0; i < 50_000; i += 100) set.Contribute(users, new Contribution($"b{i}", i, i));
        set.Validate();
        for (var i = 0; i < 50_000; i++) set.Contribute(users, new Contribution($"b{i}", i, i));
        set.Validate();
        Assert.Equal(50_500, set.MemberCount);
    }

    [Fact]
    public void Stays_within_its_bytes_a_member()
    {
        const int members = 100_000;
        var users = new UserIds();
        var set = new RankedSet(users, Aggregation.Sum, RankingConfig.Default);
        var random = new Random(1);
        var idBytes = 0;
        for (var round = 0; round < 4; round++)
        {
            for (var i = 0; i < members; i++)
            {
                var id = Encoding.UTF8.GetBytes($"player-{i:D8}");
                if (round == 0) idBytes += id.Length;
                set.Contribute(users.GetOrAdd(id), random.NextInt64(-Point * Point, Point * Point), i);
            }
        }
        Assert.InRange((users.SizeBytes + set.SizeBytes - idBytes) / (double)members, 1, 72);
    }

    [Fact]
    public void Updates_without_allocating_once_it_has_grown()
    {
        var users = new UserIds();
        var set = new RankedSet(users, Aggregation.Sum, RankingConfig.Default);
        var ids = Enumerable.Range(0, 20_000).Select(i => Encoding.UTF8.GetBytes($"u{i}")).ToArray();
        var random = new Random(5);
        void Updates(int count)
        {
            for (var i = 0; i < count; i++)
                set.Contribute(users.GetOrAdd(ids[random.Next(ids.Length)]), random.Next(-1_000, 1_000) * Point, i);
        }
        Updates(300_000);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Updates(50_000);
        // Nothing an update; a chunk of nodes may still be added now and then.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 300_000);
    }

    private static List<Standing> BoardOf(
        IEnumerable<Contribution> contributions, Aggregation aggregation, RankingConfig ranking)
    {
        var users = new UserIds();
        return SetOf(users, contributions, aggregation, ranking).Board(users);
    }

    private static void AssertSame(Contribution[] contributions, Aggregation aggregation, RankingConfig ranking)
    {
        var users = new UserIds();
        var set = SetOf(users, contributions, aggregation, ranking);
        set.Validate();
        Assert.Equal(contributions.Select(c => c.User).Distinct().Count(), set.MemberCount);
        Assert.Equal(NaiveRanking.Of(contributions, aggregation, ranking), set.Board(users));
    }
}
