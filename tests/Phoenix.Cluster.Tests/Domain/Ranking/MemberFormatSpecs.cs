using System.Buffers;
using CsCheck;
using Phoenix.Cluster.Domain.Ranking;
using Phoenix.Messages.Leaderboards;
using static Phoenix.Cluster.Tests.Domain.Ranking.Boards;

namespace Phoenix.Cluster.Tests.Domain.Ranking;

public sealed class MemberFormatSpecs
{
    [Fact]
    public void Comes_back_from_a_base_and_deltas() =>
        Gen.Select(ManyUsers.Array[0, 2_000].Array[1, 4], Gen.Enum<Aggregation>(), Rankings, Gen.Bool).Sample(
            (parts, aggregation, ranking, lazy) =>
            {
                var users = new UserIds();
                var set = new RankedSet(users, aggregation, ranking, lazy);
                var otherUsers = new UserIds(7);
                var restored = new RankedSet(otherUsers, aggregation, ranking, lazy);
                foreach (var part in parts)
                {
                    foreach (var contribution in part) set.Contribute(users, contribution);
                    Assert.Equal(part.Select(c => c.User).Distinct().Count(), set.ChangedCount);
                    var bytes = Written(set, changedOnly: true);
                    set.MarkClean();
                    Assert.Equal(0, set.ChangedCount);
                    Assert.Equal(bytes.Length, restored.ReadMembers([.. bytes, 1, 2, 3]));
                    Assert.Equal(0, restored.ChangedCount);
                    restored.Validate();
                }
                Assert.Equal(set.MemberCount, restored.MemberCount);
                Assert.Equal(set.Board(users), restored.Board(otherUsers));
                var whole = new RankedSet(new UserIds(), aggregation, ranking);
                whole.ReadMembers(Written(set, changedOnly: false));
                Assert.Equal(set.MemberCount, whole.MemberCount);
                Assert.Equal(0, set.ChangedCount);
                // And on it goes: the state behind the score came along too.
                var further = parts.SelectMany(part => part).ToList();
                foreach (var contribution in further) restored.Contribute(otherUsers, contribution);
                var twice = NaiveRanking.Of(further.Concat(further), aggregation, ranking);
                Assert.Equal(twice, restored.Board(otherUsers));
                restored.Validate();
            }, iter: 20);

    [Fact]
    public void Comes_back_in_order_from_pieces_and_goes_on() =>
        Gen.Select(ManyUsers.Array[0, 6_000], Gen.Enum<Aggregation>(), Rankings, Gen.Int[1, 900], Gen.Bool).Sample(
            (contributions, aggregation, ranking, membersMax, isReordered) =>
            {
                var users = new UserIds();
                var set = SetOf(users, contributions, aggregation, ranking);
                var (otherUsers, other) = (new UserIds(7), isReordered ? RankingConfig.Default : ranking);
                var restored = new RankedSet(otherUsers, aggregation, other);
                MemberCursor? cursor = null;
                do
                {
                    var piece = new ArrayBufferWriter<byte>();
                    cursor = set.WriteMembersFrom(piece, cursor, membersMax);
                    Assert.Equal(piece.WrittenCount, restored.ReadMembers(piece.WrittenSpan));
                }
                while (cursor is not null);
                restored.Order();
                restored.Validate();
                Assert.Equal(NaiveRanking.Of(contributions, aggregation, other), restored.Board(otherUsers));
                foreach (var contribution in contributions) restored.Contribute(otherUsers, contribution);
                restored.Validate();
                var twice = NaiveRanking.Of(contributions.Concat(contributions), aggregation, other);
                Assert.Equal(twice, restored.Board(otherUsers));
            }, iter: 40);

    [Fact]
    public void Marks_only_what_has_changed()
    {
        var users = new UserIds();
        var set = new RankedSet(users, Aggregation.Max, RankingConfig.Default);
        for (var i = 0; i < 1_000; i++) set.Contribute(users, new Contribution($"u{i}", i * Point, i));
        set.MarkClean();
        set.Contribute(users, new Contribution("u500", 900 * Point, 1));
        set.Contribute(users, new Contribution("u500", 901 * Point, 2));
        set.Contribute(users, new Contribution("u3", 1, 2));
        Assert.Equal(2, set.ChangedCount);
        var delta = new RankedSet(new UserIds(), Aggregation.Max, RankingConfig.Default);
        delta.ReadMembers(Written(set, changedOnly: true));
        Assert.Equal(2, delta.MemberCount);
        Assert.Equal(2, set.ChangedCount);
    }

    [Fact]
    public void Refuses_bytes_that_were_not_written_by_it() =>
        Gen.Select(FewUsers.Array[1, 60], Gen.Enum<Aggregation>(), Gen.Int, Gen.Byte, Gen.Int[0, 3]).Sample(
            (contributions, aggregation, where, value, kind) =>
            {
                var users = new UserIds();
                var written = SetOf(users, contributions, aggregation, RankingConfig.Default);
                var bytes = Written(written, changedOnly: false);
                var at = (int)((uint)where % bytes.Length);
                var bad = (byte[])bytes.Clone();
                if (kind == 0) bad = bytes[..at];
                else bad[at] ^= (byte)(value == 0 ? 1 : value);
                var target = new RankedSet(users, aggregation, RankingConfig.Default);
                Assert.Throws<InvalidDataException>(() => target.ReadMembers(bad));
                Assert.Equal(0, target.MemberCount);
                Assert.Equal(bytes.Length, target.ReadMembers(bytes));
            }, iter: 1_000);

    [Fact]
    public void Refuses_garbage_with_a_right_checksum()
    {
        // Version 1, sum, 2^31 - 1 members: a count that the bytes can't hold allocates nothing.
        Assert.Throws<InvalidDataException>(() => Read([1, 0, 255, 255, 255, 127, 0, 0, 0, 0]));
        Assert.Throws<InvalidDataException>(() => Read([]));
        Assert.Throws<InvalidDataException>(() => Read(new byte[64]));
        Gen.Byte.Array[0, 200].Sample(garbage =>
        {
            byte[] bytes = [1, 0, 2, 0, 0, 0, .. garbage];
            Assert.Throws<InvalidDataException>(() => Read(bytes));
        }, iter: 2_000);

        static int Read(byte[] bytes) =>
            new RankedSet(new UserIds(), Aggregation.Sum, RankingConfig.Default).ReadMembers(bytes);
    }

    [Fact]
    public void Refuses_members_of_another_aggregation()
    {
        var users = new UserIds();
        var bytes = Written(SetOf(users, [new Contribution("u", 1, 1)], Aggregation.Max, RankingConfig.Default), false);
        var other = new RankedSet(users, Aggregation.Min, RankingConfig.Default);
        Assert.Throws<InvalidDataException>(() => other.ReadMembers(bytes));
    }

    [Theory]
    [InlineData(Aggregation.Sum, "010001000000027531C0843D01C09A0C8E26D0D9")]
    [InlineData(Aggregation.Count, "01010100000002753101C09A0C22173EE2")]
    [InlineData(Aggregation.Max, "010201000000027531C0843D01C09A0C00256ADE9D")]
    public void Keeps_its_bytes(Aggregation aggregation, string expected)
    {
        var users = new UserIds();
        var set = SetOf(users, [new("u1", 500_000, 100_000)], aggregation, RankingConfig.Default);
        Assert.Equal(expected, Convert.ToHexString(Written(set, changedOnly: true)));
    }

    [Fact]
    public void Counts_contributions_and_sums_beyond_what_the_columns_hold()
    {
        var tally = new Tally(Aggregation.Avg);
        var record = new MemberRecord((Int128)long.MaxValue * 3 * uint.MaxValue, uint.MaxValue - 1L, 5, 5);
        var entry = tally.FromRecord(7, record);
        for (var i = 0; i < 3; i++) tally.Add(ref entry, -4, 6);
        var expected = record with
        {
            Value = record.Value - 12, EventCount = uint.MaxValue + 2L, ReachedAtUs = 6, UpdatedAtUs = 6,
        };
        Assert.Equal(expected, tally.ToRecord(entry));
        Assert.Equal(expected, tally.ToRecord(tally.FromRecord(8, expected)));
        Assert.Equal(long.MaxValue, entry.Score);
    }
}
