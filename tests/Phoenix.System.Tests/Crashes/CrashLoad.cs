using System.Collections.Concurrent;
using System.Net;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Crashes;

/// <summary>
/// Concurrent clients that send single events and bulks until the node is gone. Each event has its own id and user and
/// random points, and stands either under the acknowledged or under the unknown.
/// </summary>
internal sealed class CrashLoad(NodeApi api, int round, int seed)
{
    private const int SingleClients = 8;
    private const int BulkClients = 3;

    private int _acknowledged;

    /// <summary>One event and its points, in millionths so that sums are exact.</summary>
    public sealed record Sent(string Id, decimal Points)
    {
        public object ToEvent() => new
        {
            event_id = Id,
            type = "load.done",
            actor = new { user_id = $"user of {Id}" },
            occurred_at = TimeProvider.System.GetUtcNow(),
            attrs = new { points = Points },
        };
    }

    /// <summary>Answered with 202.</summary>
    public ConcurrentBag<Sent> Acknowledged { get; } = [];

    /// <summary>The requests without an answer, or answered with 5xx.</summary>
    public ConcurrentBag<IReadOnlyList<Sent>> Unknown { get; } = [];

    /// <summary>Sends until every client has lost the node; kills it once so many events are acknowledged.</summary>
    public async Task RunAsync(int killAfter, Func<Task> kill)
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var clients = Enumerable.Range(0, SingleClients + BulkClients)
            .Select(client => SendUntilLostAsync(client, () =>
            {
                if (Volatile.Read(ref _acknowledged) >= killAfter) reached.TrySetResult();
            }))
            .ToList();
        var all = Task.WhenAll(clients);
        // Where all clients end first, the node failed by itself: no kill would be an honest one.
        if (await Task.WhenAny(reached.Task, all) == all)
            throw new InvalidOperationException("Every client lost the node before it was killed.");
        await kill();
        await all;
    }

    private async Task SendUntilLostAsync(int client, Action acknowledged)
    {
        var random = new Random(unchecked((seed * 1_000) + (round * 100) + client));
        for (var number = 0; ; number++)
        {
            var size = client < SingleClients ? 1 : random.Next(2, 101);
            var batch = Enumerable.Range(0, size)
                .Select(i => new Sent($"r{round}-c{client}-{number}-{i}", random.Next(1, 1_000_000_000) / 1_000_000m))
                .ToList();
            try
            {
                if (client < SingleClients) await api.SendAsync(batch[0].ToEvent());
                else await api.SendBulkAsync(batch.Select(sent => sent.ToEvent()));
            }
            catch (Exception e) when (LeavesItUnknown(e))
            {
                Unknown.Add(batch);
                return;
            }

            foreach (var sent in batch) Acknowledged.Add(sent);
            Interlocked.Add(ref _acknowledged, size);
            acknowledged();
        }
    }

    /// <summary>A 4xx would be a fault of the test or of the node, never an unknown outcome.</summary>
    private static bool LeavesItUnknown(Exception e) => e is IOException or OperationCanceledException
        or HttpRequestException { StatusCode: null or >= HttpStatusCode.InternalServerError };
}
