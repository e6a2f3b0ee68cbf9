using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Phoenix.Cluster.Storage;

namespace Phoenix.Cluster.Feed;

/// <summary>The one place that joins the feed's flows and runs them. Every batch goes to the receiver, which
/// acknowledges it.</summary>
internal static class FeedStream
{
    /// <summary>What the receiver answers to take the next batch.</summary>
    public sealed class Ack
    {
        public static readonly Ack Instance = new();
    }

    public sealed record Started(int Run);

    public sealed record Batch(int Run, IReadOnlyList<ScoredRow> Rows);

    public sealed record Completed(int Run);

    public sealed record Failed(int Run, Exception Cause);

    /// <summary>Runs rows → scored → batches → receiver. The run's number comes with each message; cancel it by the
    /// switch.</summary>
    public static IKillSwitch Run(
        IMaterializer materializer, int run, Func<IAsyncEnumerable<LogRow>> rows, RowScoring scoring,
        IActorRef receiver) =>
        FeedFlows.Rows(rows)
            .Via(FeedFlows.Scored(scoring))
            .Via(FeedFlows.Batched())
            .ViaMaterialized(KillSwitches.Single<IReadOnlyList<ScoredRow>>(), Keep.Right)
            .Select(batch => (object)new Batch(run, batch))
            .ToMaterialized(
                Sink.ActorRefWithAck<object>(
                    receiver, new Started(run), Ack.Instance, new Completed(run), cause => new Failed(run, cause)),
                Keep.Left)
            .Run(materializer);
}
