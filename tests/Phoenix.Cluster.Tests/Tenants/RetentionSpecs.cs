using LinqToDB.Data;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Cluster.Ops;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Tenants;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Tenants;

public sealed class RetentionSpecs
{
    private const string Board = "one";
    private static readonly TenantId Acme = new("acme");
    private static readonly string Log = EntityIds.TenantPersistence(Acme);

    [Fact]
    public async Task Old_rows_go_when_nothing_needs_them_and_every_rank_stays()
    {
        await using var kit = await StartAsync();
        await TrimAsync(kit);
        var before = await PageAsync(kit);
        Assert.Equal(5, before.Entries[0].EventCount);

        // What starts now begins behind the rows that are gone.
        await kit.KillAsync(Acme);
        await kit.KillAsync(Acme, Board);
        var after = await AcceptAsync(kit, "after");

        Assert.Equal(6, (await PageAsync(kit, after.Position)).Entries[0].EventCount);
        var first = await FirstAsync(kit);
        Assert.True(first > 1);
        Assert.Equal(first, await new OpsStore(kit.Database, kit.Serializer).FloorAsync(Acme, default));
    }

    [Fact]
    public async Task Ids_that_are_still_held_keep_their_rows_however_old_these_are()
    {
        await using var kit = await StartAsync(windowSeconds: 86_400);
        await AcceptAsync(kit, "held");
        kit.Time.Advance(TimeSpan.FromHours(23));
        // A start holds the ids for a whole window more, so for 47 hours in all.
        await kit.KillAsync(Acme);
        for (var i = 0; i < 4; i++)
        {
            await AcceptAsync(kit, $"e{i}");
            kit.Time.Advance(TimeSpan.FromHours(3));
        }

        await RunAsync(kit, TimeSpan.FromMinutes(10));

        Assert.True(await FirstAsync(kit) <= 3);
        Assert.Equal([true], (await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "held"))).Duplicates);
        for (var i = 4; i < 12; i++)
        {
            kit.Time.Advance(TimeSpan.FromHours(6));
            await AcceptAsync(kit, $"e{i}");
            await RunAsync(kit, TimeSpan.FromSeconds(30));
        }
        await kit.EventuallyAsync(
            async () => await FirstAsync(kit) > 3, () => "The row stays though no id is held any more.",
            TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_board_that_lags_keeps_the_log_whole()
    {
        await using var kit = await StartAsync();
        await kit.LoseAsync(new LossPlan(1) { Lost = 1 });
        await TrimmableAsync(kit);

        await RunAsync(kit, TimeSpan.FromMinutes(10));

        Assert.True(await FirstAsync(kit) <= (await CheckpointAsync(kit) ?? 1));
        await kit.LoseAsync(null);
        var (position, _) = await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "after"));
        Assert.Equal(6, (await PageAsync(kit, position)).Entries[0].EventCount);
    }

    [Fact]
    public async Task A_board_whose_checkpoint_is_lost_is_refused_and_shows_no_wrong_rank()
    {
        await using var kit = await StartAsync();
        await TrimAsync(kit);
        var head = (await kit.LogAsync(Acme, from: 5)).Count + 4;
        await kit.EventuallyAsync(async () => await CheckpointAsync(kit) == head, () => "The board is not saved.");
        await DeleteAsync(kit.Database.OpenStandings(), "checkpoint");
        await kit.KillAsync(Acme, Board);

        var refusal = Assert.IsType<Refusal>(await kit.AskAsync(Standings(Acme, Board)));

        Assert.Equal(ErrorCode.InternalError, refusal.Code);
        Assert.Equal(1, kit.Meters.Of("phoenix.board.losses"));
        await AcceptAsync(kit, "after");
        Assert.IsType<Refusal>(await kit.AskAsync(Standings(Acme, Board)));
    }

    [Fact]
    public async Task A_tenant_whose_snapshots_are_lost_does_not_start_as_another()
    {
        await using var kit = await StartAsync();
        await TrimAsync(kit);
        await kit.KillAsync(Acme);
        await DeleteAsync(kit.Database.OpenJournal(), "snapshot");
        // The first of these wakes the tenant and gets no answer, for it fails; those behind it are held back.
        var answers = new List<Task<object>>();
        await kit.EventuallyAsync(
            () =>
            {
                answers.Add(kit.AskAsync(Accept(Acme, "after")));
                return Task.FromResult(answers.Exists(answer => answer.IsCompletedSuccessfully));
            },
            () => "The tenant that can't start refuses nobody.", TimeSpan.FromMilliseconds(1));
        foreach (var answer in answers.Where(answer => answer.IsCompletedSuccessfully))
            Assert.Equal(ErrorCode.Unavailable, Assert.IsType<Refusal>(await answer).Code);
    }

    [Fact]
    public async Task Rows_are_deleted_a_few_at_a_time_oldest_first_and_of_one_tenant_only()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.CreateTenantAsync(new TenantId("other"));
        for (var i = 0; i < 6; i++) await AcceptAsync(kit, $"e{i}");
        var trimmer = new JournalTrimmer(kit.Database);

        Assert.Equal(2, await trimmer.DeleteAsync(Log, 4, 2, default));
        Assert.Equal(3, await FirstAsync(kit));
        Assert.Equal(1, await trimmer.DeleteAsync(Log, 4, 2, default));
        Assert.Equal(0, await trimmer.DeleteAsync(Log, 4, 2, default));
        Assert.Equal(4, await FirstAsync(kit));
        Assert.Equal(0, await trimmer.DeleteAsync(EntityIds.TenantPersistence(new TenantId("none")), 4, 2, default));
        Assert.Single(await kit.LogAsync(new TenantId("other")));
    }

    private static async Task<EngineKit> StartAsync(int windowSeconds = 10)
    {
        var kit = new EngineKit(
            new TenantOptions { DedupeWindowSeconds = windowSeconds, IdleTimeout = TimeSpan.FromHours(1) },
            new LeaderboardOptions { IdleTimeout = TimeSpan.FromHours(1) });
        kit.Retention.LogDays = 1;
        await kit.CreateTenantAsync(Acme);
        await kit.DefineAsync(Acme, Board, Config());
        await kit.AskAsTimeRunsAsync(Standings(Acme, Board));
        return kit;
    }

    /// <summary>A log of which some rows are older than a day, and some not.</summary>
    private static async Task TrimmableAsync(EngineKit kit)
    {
        await AcceptAsync(kit, "a");
        await AcceptAsync(kit, "b");
        kit.Time.Advance(TimeSpan.FromHours(25));
        await AcceptAsync(kit, "held");
        await AcceptAsync(kit, "d");
        await AcceptAsync(kit, "e");
    }

    private static async Task TrimAsync(EngineKit kit)
    {
        await TrimmableAsync(kit);
        var rows = 0;
        await kit.EventuallyAsync(
            async () =>
            {
                // A snapshot needs a row behind the one before: two are taken this way.
                if (rows++ < 40) await kit.AskAsync(new ChangeTenant(Acme, null, $"name {rows}", null));
                return await FirstAsync(kit) > 4;
            },
            () => "Nothing was deleted.", TimeSpan.FromSeconds(2));
        Assert.Equal(5, await FirstAsync(kit));
    }

    /// <summary>Lets the engine's clock run on, with a row of the log at each step.</summary>
    private static async Task RunAsync(EngineKit kit, TimeSpan time)
    {
        var (end, rows, writes) = (kit.Time.GetUtcNow() + time, 0, kit.Faults.Writes);
        await kit.EventuallyAsync(
            async () =>
            {
                await kit.AskAsync(new ChangeTenant(Acme, null, $"name {rows++}", null));
                return kit.Time.GetUtcNow() >= end && kit.Meters.Of("phoenix.tenants.awake") == 1;
            },
            () => "The time does not pass.", TimeSpan.FromSeconds(5));
        Assert.True(kit.Faults.Writes > writes);
    }

    private static Task<EventsAcceptedReply> AcceptAsync(EngineKit kit, string id) =>
        kit.AskAsync<EventsAcceptedReply>(Accept(Acme, id));

    /// <summary>The board's page, however long it takes to come that far.</summary>
    private static async Task<StandingsPage> PageAsync(EngineKit kit, long minPosition = 0)
    {
        object? reply = null;
        await kit.EventuallyAsync(
            async () => (reply = await kit.AskAsTimeRunsAsync(Standings(Acme, Board, minPosition: minPosition)))
                is not Refusal { Code: ErrorCode.Unavailable },
            () => "The board is never there.");
        return Assert.IsType<StandingsPage>(reply);
    }

    private static Task<long?> FirstAsync(EngineKit kit) => kit.Journal.FindFirstAsync(Log, default);

    private static async Task<long?> CheckpointAsync(EngineKit kit)
    {
        await using var db = kit.Database.OpenStandings();
        return db.Execute<long?>("SELECT max(position) FROM checkpoint");
    }

    private static async Task DeleteAsync(DataConnection db, string table)
    {
        await using (db) await db.ExecuteAsync($"DELETE FROM {table}");
    }
}
