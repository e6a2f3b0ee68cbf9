using Phoenix.Cluster.Feed;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.TestSupport.Engine;

namespace Phoenix.Cluster.Tests.Feed;

/// <summary>How recent rows are joined into messages to one board.</summary>
public sealed class RecentRowsSpecs
{
    private static readonly TenantId Acme = new("acme");
    private static readonly LeaderboardId Board = new("b");

    [Theory]
    [InlineData(new[] { 3_000, 1_000, 1 }, new[] { 2, 1 })]
    [InlineData(new[] { 1, 60_000, 1 }, new[] { 1, 1, 1 })]
    [InlineData(new[] { 0, 60_000, 0, 0 }, new[] { 4 })]
    [InlineData(new[] { 4_000, 0, 1 }, new[] { 2, 1 })]
    public void A_row_stands_whole_in_one_message_and_alone_where_it_holds_much(int[] entries, int[] rows) =>
        Assert.Equal(rows, RowsOfMessages([.. entries.Select((count, i) => Row(i + 1, count))]));

    [Fact]
    public void A_definition_travels_alone()
    {
        var definition = Samples.Definition(Acme, "b");
        var defined = Row(2, 0) with
        {
            Sections = new Dictionary<LeaderboardId, RowSection> { [Board] = new(2, 2, 1, [], definition) },
        };
        Assert.Equal([1, 1, 1], RowsOfMessages([Row(1, 1), defined, Row(3, 1)]));
    }

    private static int[] RowsOfMessages(IReadOnlyList<ScoredRow> rows)
    {
        var recent = new RecentRows(0);
        foreach (var row in rows) recent.Add(row);
        var counts = new List<int>();
        for (long position = 0; recent.TakeFor(Acme, Board, position) is { } message; position = message.To)
        {
            Assert.Equal(position + 1, message.From);
            counts.Add((int)(message.To - position));
        }
        Assert.Equal(rows.Count, counts.Sum());
        return [.. counts];
    }

    private static ScoredRow Row(long position, int entries)
    {
        var sections = new Dictionary<LeaderboardId, RowSection>();
        if (entries > 0)
            sections[Board] = new(position, position, 1, [.. Enumerable.Repeat(Samples.Entry("u", 1), entries)]);
        return new ScoredRow(position, position, (ulong)position, sections, entries);
    }
}
