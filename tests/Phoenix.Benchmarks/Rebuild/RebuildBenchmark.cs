using System.Globalization;
using System.Text;
using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Cluster.Feed;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Serialization;
using Phoenix.Messages.Tenants;

namespace Phoenix.Benchmarks.Rebuild;

/// <summary>
/// How fast a board is scored again from a real SQLite journal: read, decoded, scored and folded as a rebuild does it,
/// on one thread and without its rests; then the order of all members is built at once. On a machine that does other
/// things the rate by processor time tells more than the one by the clock.
/// </summary>
internal static class RebuildBenchmark
{
    private const int RowEvents = 500;
    private static readonly (int Members, int Bar)[] Cases = [(100_000, 300_000), (1_000_000, 200_000)];
    private static readonly TenantId Tenant = new("bench");
    private static readonly LeaderboardId Board = new("board");

    public static async Task<int> RunAsync(string[] args)
    {
        var events = 5_000_000;
        if (args is ["--events", var n] && int.TryParse(n, out events) && events >= RowEvents) args = [];
        if (args.Length > 0)
        {
            Console.Error.WriteLine($"rebuild: [--events N], at least {RowEvents}");
            return 2;
        }
        foreach (var (members, bar) in Cases)
        {
            var directory = Directory.CreateTempSubdirectory("phoenix-rebuild-").FullName;
            var database = new SqliteDatabase(directory);
            database.Bootstrap();
            var serializer = new PhoenixSerializer(null!);
            var rows = Fill(database, serializer, events, members);
            await MeasureAsync(new JournalReader(database, serializer), rows, members, bar);
            SqliteConnection.ClearAllPools();
            Directory.Delete(directory, recursive: true);
        }
        return 0;
    }

    private static async Task MeasureAsync(IJournalReader journal, long rows, int members, int bar)
    {
        var generation = new BoardGeneration(
            Board, 2, 1, rows + 1, null, TenantStatus.Active, [new PositionedDefinition(0, Definition())]);
        var rules = new GenerationRules(generation, 0);
        var scoring = new RowScoring(
            Tenant, RuleBook.At(generation.History, 0), _ => true, row => rules.DefinitionAt(row.Position, row.Event));
        var board = Cluster.Domain.Leaderboards.Board.Anew(0, rules.First, TenantStatus.Active);
        var source = new RowSource(journal, EntityIds.TenantPersistence(Tenant));
        var scored = 0L;
        var (started, busy) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await foreach (var row in source.CatchUpAsync(0, () => rows, CancellationToken.None))
        {
            var one = scoring.Score(row);
            board.TryApply(RecentRows.Join(Tenant, Board, [one], 0));
            scored += one.EventCount;
        }
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        busy = Environment.CpuUsage.TotalTime - busy;
        started = TimeProvider.System.GetTimestamp();
        board.Order();
        var order = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var rate = scored / seconds;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{members:N0} members: {scored:N0} events in {seconds:0.0} s, {rate:N0} a second "
            + $"(bar {bar:N0}: {(rate >= bar ? "met" : "MISSED")}), {scored / busy.TotalSeconds:N0} a second of "
            + $"processor time; their order in {order:0.00} s"));
    }

    private static LeaderboardDefinition Definition() => new(
        Tenant, Board, "board", "", LeaderboardStatus.Active, 2, LeaderboardDefinition.CurrentRulesVersion, 2_000, 1, 0,
        0, new LeaderboardConfig(
            [new FieldPredicate("actor.metadata.region", PredicateOperator.Eq, [Scalar.Of("na-east")])],
            TimeframeConfig.Of(TimeframeType.AllTime),
            new ScoringConfig(
                [new ScoringRule("match.completed", [], "attrs.score * 0.1 + max(attrs.kills, 3)")], Aggregation.Sum),
            RankingConfig.Default));

    /// <summary>The journal's rows, as the tenant writes them; every member comes up, in no order.</summary>
    private static long Fill(SqliteDatabase database, PhoenixSerializer serializer, int events, int members)
    {
        using var db = database.OpenJournal();
        using var transaction = db.BeginTransaction();
        var random = new Random(members);
        var rows = events / RowEvents;
        for (var position = 1; position <= rows; position++)
        {
            var records = new EventRecord[RowEvents];
            for (var i = 0; i < RowEvents; i++)
            {
                var number = ((long)(position - 1) * RowEvents) + i;
                records[i] = Event(number, number < members ? number * 7_919 % members : random.Next(members));
            }
            var row = new EventsAccepted((ulong)position, position * 1_000L, records);
            db.Execute(
                """
                INSERT INTO journal (created, deleted, persistence_id, sequence_number, message, manifest, identifier)
                VALUES (0, 0, @id, @position, @message, @manifest, 7414)
                """,
                new DataParameter("id", EntityIds.TenantPersistence(Tenant)),
                new DataParameter("position", (long)position),
                new DataParameter("message", serializer.ToBinary(row)),
                new DataParameter("manifest", serializer.Manifest(row)));
        }
        transaction.Commit();
        return rows;
    }

    private static EventRecord Event(long number, long user)
    {
        var body = FormattableString.Invariant(
            $$$"""
               {"event_id":"evt_{{{number:D12}}}","type":"match.completed","tenant_id":"bench",
               "actor":{"user_id":"user-{{{user}}}","metadata":{"region":"na-east","platform":"ios"}},
               "subject":{"type":"match","id":"match-{{{number / 8}}}"},"occurred_at":"2025-11-18T12:34:56Z",
               "attrs":{"score":{{{number * 7_919 % 1_000}}},"kills":{{{number % 17}}},"victory":true} }
               """);
        return EventRecord.Create(
            $"evt_{number:D12}", "match.completed", $"user-{user}", number * 1_000, Encoding.UTF8.GetBytes(body));
    }
}
