using Akka.Actor;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Cluster.Tenants;
using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Leaderboards;

/// <summary>One random run of the pipeline: clients who send and repeat, and faults beside them, by one seed.</summary>
/// <remarks>The seed fixes events, requests and faults; how they interleave is up to the machine.</remarks>
internal sealed class PipelineRun(int seed) : IAsyncDisposable
{
    private const int Clients = 4;
    private const int RequestsOfClient = 20;
    private const int Events = 160;
    private const int Faults = 24;

    /// <summary>Whoever hears nothing for this long knows nothing: a fault's answer may be lost, as on a
    /// node.</summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromMilliseconds(500);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, EventRecord> _events = [];
    private readonly HashSet<string> _acknowledged = [];

    public TenantId Tenant { get; } = new($"t{seed}");

    public EngineKit Kit { get; } = new(
        new TenantOptions { DedupeWindowSeconds = 86_400, OpenWindowsMax = 5 },
        new LeaderboardOptions
        {
            CheckpointInterval = TimeSpan.FromMilliseconds(seed % 3 * 200), CheckpointEntries = 20,
            MoveCheckpointInterval = TimeSpan.FromSeconds(1),
        },
        isGated: false);

    public IReadOnlyList<string> Boards { get; private set; } = [];

    /// <summary>The ids of the events that were answered with success.</summary>
    public IReadOnlyCollection<string> Acknowledged => _acknowledged;

    /// <summary>Every event that was sent, by id; a repeated id always brings the same event.</summary>
    public IReadOnlyDictionary<string, EventRecord> Sent => _events;

    /// <summary>Runs to the end of all faults; what follows is loss-free.</summary>
    public async Task RunAsync()
    {
        var random = new Random(seed);
        await Kit.CreateTenantAsync(Tenant);
        Boards = [.. Enumerable.Range(0, random.Next(2, 6)).Select(i => $"b{i}")];
        foreach (var board in Boards) await Kit.DefineAsync(Tenant, board, RandomConfig(random));
        for (var i = 0; i < Events; i++) _events.Add($"e{i}", RandomEvent(random, $"e{i}"));

        await Kit.LoseAsync(new LossPlan(seed)
        {
            Lost = 0.1, Doubled = 0.15, Delayed = 0.2, Overlapping = 0.2, ToOld = 0.3,
        });
        var journal = new LossPlan(seed + 1);
        Kit.Faults.Plan = _ =>
            journal.Happens(0.05) ? JournalFault.FailBefore
            : journal.Happens(0.05) ? JournalFault.FailAfter
            : journal.Happens(0.03) ? JournalFault.Reject
            : JournalFault.None;
        var clients = Enumerable.Range(0, Clients).Select(i => SendAsync(new Random((seed * 31) + i)))
            .ToList();
        clients.Add(BreakAsync(new Random(seed + 2)));
        await Task.WhenAll(clients.Select(c => Task.Run(() => c)));
        Kit.Faults.Plan = null;
        await Kit.LoseAsync(null);
    }

    /// <summary>Brings the log's time to the clock's, just behind a quarter of an hour, where windows close: then none
    /// is due while boards are compared.</summary>
    public async Task SettleAsync()
    {
        var quarter = TimeSpan.FromMinutes(15);
        var now = Kit.Time.GetUtcNow();
        Kit.Time.SetUtcNow(now + quarter - TimeSpan.FromTicks(now.Ticks % quarter.Ticks) + TimeSpan.FromSeconds(1));
        await new TellUntil(Kit, new AdvanceTime(Tenant, Us(Kit.Time.GetUtcNow()))).UntilAsync<TimeAdvancedReply>();
    }

    public ValueTask DisposeAsync() => Kit.DisposeAsync();

    private async Task SendAsync(Random random)
    {
        for (var i = 0; i < RequestsOfClient; i++)
        {
            var records = Enumerable.Range(0, random.Next(1, 9)).Select(_ => _events[$"e{random.Next(Events)}"])
                .ToArray();
            if (await TryAskAsync(Accept(Tenant, records)) is not EventsAcceptedReply) continue;
            lock (_lock)
            {
                foreach (var record in records) _acknowledged.Add(IdOf(record));
            }
        }
    }

    private async Task BreakAsync(Random random)
    {
        for (var i = 0; i < Faults; i++)
        {
            var board = Boards[random.Next(Boards.Count)];
            switch (random.Next(9))
            {
                case 0:
                    await Kit.KillAsync(Tenant);
                    break;
                case 1 or 2:
                    await Kit.KillAsync(Tenant, board);
                    break;
                case 3 or 4:
                    await Kit.SupplantAsync(Tenant, board);
                    Kit.Boards.Tell(Standings(Tenant, board));
                    break;
                case 5:
                    Kit.Time.Advance(TimeSpan.FromMinutes(random.Next(1, 25)));
                    break;
                default:
                    await TryAskAsync(RandomChange(random, board));
                    break;
            }
            Kit.Time.Advance(TimeSpan.FromMilliseconds(random.Next(400)));
        }
    }

    private ITenantMessage RandomChange(Random random, string board)
    {
        var id = new LeaderboardId(board);
        return random.Next(4) switch
        {
            0 => new ChangeLeaderboard(Tenant, id, LeaderboardStatus.Inactive, null, null, null),
            1 => new ChangeTenant(Tenant, null, $"name {random.Next()}", null),
            2 => new ChangeLeaderboard(Tenant, id, LeaderboardStatus.Active, null, null, null),
            // Refused where it changes what can't change; then nothing changes.
            _ => new ChangeLeaderboardConfig(Tenant, id, RandomConfig(random), null),
        };
    }

    private async Task<object?> TryAskAsync(ITenantMessage message)
    {
        try
        {
            return await Kit.Tenants.Ask<object>(message, AnswerMax);
        }
        catch (AskTimeoutException)
        {
            return null;
        }
    }

    private static EventRecord RandomEvent(Random random, string id) => Event(
        id, $"u{random.Next(8)}", random.Next(-4, 12) / 2.0,
        EngineKit.Start + TimeSpan.FromMinutes(random.Next(-150, 58)), random.Next(4) == 0 ? "assist" : "goal");

    private static LeaderboardConfig RandomConfig(Random random)
    {
        TimeframeType[] frames =
            [TimeframeType.AllTime, TimeframeType.Daily, TimeframeType.Hourly, TimeframeType.Hourly];
        return Config(
            frames[random.Next(frames.Length)], (Aggregation)random.Next(5),
            random.Next(6) == 0 ? -1 : random.Next(5) * 900,
            new RankingConfig(
                (RankingMethod)random.Next(2), 1000, random.Next(3) == 0 ? random.Next(-2, 4) * 1_000_000 : null,
                (TieRule)random.Next(3), (TieBreaker)random.Next(3)),
            random.Next(2) == 0 ? "attrs.score" : "1", random.Next(3) == 0 ? "*" : "goal",
            random.Next(2) == 0 ? [] : [new FieldPredicate("attrs.score", PredicateOperator.Gte, [Scalar.Of(0.5)])]);
    }

    public static string IdOf(EventRecord record) => System.Text.Encoding.UTF8.GetString(record.EventId);
}
