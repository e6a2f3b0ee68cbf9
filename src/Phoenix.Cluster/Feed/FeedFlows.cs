using Akka;
using Akka.Streams.Dsl;
using Phoenix.Cluster.Storage;

namespace Phoenix.Cluster.Feed;

/// <summary>The feed's parts, each by itself; <see cref="FeedStream"/> joins and runs them.</summary>
internal static class FeedFlows
{
    /// <summary>Rows handed over at once when they come faster than they are taken.</summary>
    private const long BatchRows = 64;

    /// <summary>Rows as an asynchronous sequence gives them.</summary>
    public static Source<LogRow, NotUsed> Rows(Func<IAsyncEnumerable<LogRow>> rows) => Source.From(rows);

    /// <summary>Decodes and scores each row once, whoever wants it.</summary>
    public static Flow<LogRow, ScoredRow, NotUsed> Scored(RowScoring scoring) =>
        Flow.Create<LogRow>().Select(scoring.Score);

    /// <summary>Joins what has come while the receiver was busy.</summary>
    public static Flow<ScoredRow, IReadOnlyList<ScoredRow>, NotUsed> Batched() =>
        Flow.Create<ScoredRow>().Batch(
            BatchRows, first => new List<ScoredRow> { first }, (rows, row) =>
            {
                rows.Add(row);
                return rows;
            }).Select(rows => (IReadOnlyList<ScoredRow>)rows);
}
