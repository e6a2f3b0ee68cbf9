using System.Diagnostics;
using LinqToDB.Data;
using Microsoft.Data.Sqlite;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Cluster.Tenants;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using Phoenix.TestSupport.Fuzz;
using Xunit.Abstractions;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Fuzz;

/// <summary>
/// A store in which the bytes of one row are not as written: whoever opens it shows the ranks that were, or none; and
/// the tenant beside goes on.
/// </summary>
/// <remarks><c>PHOENIX_FUZZ_SECONDS</c> sets for how long (20), <c>PHOENIX_FUZZ_SEED</c> the seed.</remarks>
public sealed class DamagedStoreFuzzSpecs(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Board = "b";
    private const string ClosedKey = "2026-03-01T12";
    private const string OpenKey = "2026-03-01T13";
    private const string OfTheVictim = "board_key IN (SELECT board_key FROM board WHERE tenant_id = 'victim')";
    private static readonly TenantId Victim = new("victim");
    private static readonly TenantId Neighbour = new("neighbour");
    private static readonly DateTimeOffset Later = EngineKit.Start.AddHours(1).AddMinutes(5);

    /// <summary>Where the victim's bytes are: database, table, column, rows, and whether ranks must outlive
    /// it.</summary>
    private static readonly (bool IsJournal, string Table, string Column, string Where, bool IsCache)[] Cells =
    [
        (true, "journal", "message", "persistence_id LIKE '%victim'", false),
        (true, "journal", "manifest", "persistence_id LIKE '%victim'", false),
        (true, "snapshot", "snapshot", "persistence_id LIKE '%victim'", false),
        (true, "snapshot", "manifest", "persistence_id LIKE '%victim'", false),
        (false, "checkpoint", "payload", OfTheVictim, true),
        (false, "checkpoint_chunk", "payload", OfTheVictim, true),
        (false, "leaderboard", "definition", "tenant_id = 'victim'", false),
        (false, "final_window", "method", "tenant_id = 'victim'", false),
        (false, "final_window", "aggregation", "tenant_id = 'victim'", false),
    ];

    private readonly SeededTime _time = new("FUZZ", 20);
    private readonly string _origin = Directory.CreateTempSubdirectory("phoenix-origin-").FullName;
    private readonly Dictionary<string, string> _before = [];

    public async Task InitializeAsync()
    {
        await using var kit = new EngineKit(
            new TenantOptions(), new LeaderboardOptions { CheckpointInterval = TimeSpan.FromSeconds(1) }, _origin);
        foreach (var tenant in new[] { Victim, Neighbour })
        {
            await kit.CreateTenantAsync(tenant);
            await kit.DefineAsync(tenant, Board, Config(TimeframeType.Hourly, graceSeconds: 0));
            for (var i = 0; i < 12; i++) await AcceptAsync(kit, tenant, i, EngineKit.Start);
        }
        kit.Time.SetUtcNow(Later);
        foreach (var tenant in new[] { Victim, Neighbour })
        {
            for (var i = 20; i < 30; i++) await AcceptAsync(kit, tenant, i, Later);
        }
        await kit.EventuallyAsync(
            async () => await CountAsync(kit, "final_window WHERE is_final = 1") == 2
                && await CountAsync(kit, "checkpoint") >= 4,
            () => "The windows are not final.");
        foreach (var tenant in new[] { Victim, Neighbour })
        {
            foreach (var key in new[] { ClosedKey, OpenKey })
                _before[$"{tenant} {key}"] = ShownOf(await kit.AskAsTimeRunsAsync(Question(kit, tenant, key)));
        }
    }

    public Task DisposeAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_origin, recursive: true);
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Shows_no_wrong_rank_and_costs_nobody_else_anything()
    {
        var started = Stopwatch.GetTimestamp();
        var seen = new SortedDictionary<string, int>();
        for (var seed = _time.Seed; Stopwatch.GetElapsedTime(started) < _time.Duration; seed++)
        {
            var random = new Random(seed);
            var cell = Cells[(seed - _time.Seed) % Cells.Length];
            foreach (var outcome in await OpenDamagedAsync(random, cell, _time.Again(seed)))
            {
                var name = $"{cell.Table}.{cell.Column}: {outcome}";
                seen[name] = seen.GetValueOrDefault(name) + 1;
            }
        }
        output.WriteLine(string.Join('\n', seen));
    }

    private async Task<IReadOnlyList<string>> OpenDamagedAsync(
        Random random, (bool IsJournal, string Table, string Column, string Where, bool IsCache) cell, string again)
    {
        var folder = Directory.CreateTempSubdirectory("phoenix-damaged-").FullName;
        foreach (var file in Directory.GetFiles(_origin)) File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
        var outcomes = new List<string>();
        await using (var kit = new EngineKit(directory: folder))
        {
            kit.Time.SetUtcNow(Later.AddMinutes(1));
            await DamageAsync(kit, random, cell);
            foreach (var (name, before) in _before)
            {
                var (tenant, key) = (name.Split(' ')[0], name.Split(' ')[1]);
                var isVictim = tenant == Victim.Value;
                // Who must answer has the time that a node gives it; who may fail need not be waited for so long.
                TimeSpan? step = isVictim && !cell.IsCache ? null : TimeSpan.FromMilliseconds(25);
                var reply = await kit.AskAsTimeRunsAsync(Question(kit, new TenantId(tenant), key), step);
                if (isVictim) outcomes.Add(reply is Refusal refused ? refused.Code.ToString() : "shown");
                if (reply is Refusal { Code: ErrorCode.InternalError or ErrorCode.Unavailable or ErrorCode.Forbidden }
                    && isVictim && !cell.IsCache) continue;
                Assert.True(
                    ShownOf(reply) == before, $"{again}, {cell.Table}.{cell.Column}: {name} shows {ShownOf(reply)}");
            }
        }
        SqliteConnection.ClearAllPools();
        Directory.Delete(folder, recursive: true);
        return outcomes;
    }

    private static async Task DamageAsync(
        EngineKit kit, Random random, (bool IsJournal, string Table, string Column, string Where, bool IsCache) cell)
    {
        await using var db = cell.IsJournal ? kit.Database.OpenJournal() : kit.Database.OpenStandings();
        var rows = db.Query<long>($"SELECT rowid FROM {cell.Table} WHERE {cell.Where}").ToList();
        if (rows.Count == 0) return;
        var row = new DataParameter("row", rows[random.Next(rows.Count)]);
        var isText = cell.Column is "manifest" or "method" or "aggregation";
        object damaged = isText
            ? HostileTexts.Next(random)
            : ByteMutator.Mutate(
                random, db.Execute<byte[]>($"SELECT {cell.Column} FROM {cell.Table} WHERE rowid = @row", row));
        db.Execute(
            $"UPDATE {cell.Table} SET {cell.Column} = @damaged WHERE rowid = @row", row,
            new DataParameter("damaged", damaged));
    }

    private static GetStandings Question(EngineKit kit, TenantId tenant, string key) =>
        Standings(tenant, Board, key, now: kit.Time.GetUtcNow());

    private static string ShownOf(object reply) => reply is StandingsPage page
        ? string.Join(", ", page.Entries.Select(entry => $"{entry.Place}:{entry.UserId}={entry.ScoreMillionths}"))
        : $"{reply}";

    private static Task AcceptAsync(EngineKit kit, TenantId tenant, int i, DateTimeOffset at) =>
        kit.AskAsync<EventsAcceptedReply>(Accept(tenant, Event($"e{i}", $"u{i % 5}", i, at)));

    private static async Task<long> CountAsync(EngineKit kit, string table)
    {
        await using var db = kit.Database.OpenStandings();
        return db.Execute<long>($"SELECT count(*) FROM {table}");
    }
}
