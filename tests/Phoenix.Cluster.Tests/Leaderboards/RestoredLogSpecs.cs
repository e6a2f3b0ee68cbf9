using LinqToDB.Data;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Leaderboards;

/// <summary>A log that was put back while the standings, and the history, stayed ahead of it.</summary>
public sealed class RestoredLogSpecs
{
    private const string Board = "b";
    private const string FirstKey = "2026-03-01T12";
    private const string SecondKey = "2026-03-01T13";
    private static readonly TenantId Acme = new("acme");

    [Fact]
    public async Task Windows_that_closed_beyond_its_end_are_not_served_and_those_before_are_as_they_were()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.DefineAsync(Acme, Board, Config(TimeframeType.Hourly, graceSeconds: 0));
        await AcceptAsync(kit, "a", EngineKit.Start);
        await CloseAsync(kit, EngineKit.Start.AddHours(1), finals: 1);
        var first = await PageAsync(kit, FirstKey);
        var end = (await kit.LogAsync(Acme)).Count;
        await AcceptAsync(kit, "b", EngineKit.Start.AddHours(1));
        await CloseAsync(kit, EngineKit.Start.AddHours(2), finals: 2);
        await SavedAsync(kit);
        await kit.KillAsync(Acme);
        await kit.KillAsync(Acme, Board);

        await using (var db = kit.Database.OpenJournal())
        {
            await db.ExecuteAsync($"DELETE FROM journal WHERE sequence_number > {end}");
            await db.ExecuteAsync($"DELETE FROM snapshot WHERE sequence_number > {end}");
        }

        Assert.Equal(ErrorCode.NotFound, Assert.IsType<Refusal>(await AnswerAsync(kit, SecondKey)).Code);
        Assert.Equal(first.Entries, (await PageAsync(kit, FirstKey)).Entries);
        // What the clients send again counts, once.
        await AcceptAsync(kit, "b", EngineKit.Start.AddHours(2));
        Assert.Single((await PageAsync(kit, "2026-03-01T14")).Entries);
    }

    private static Task AcceptAsync(EngineKit kit, string id, DateTimeOffset at)
    {
        if (at > kit.Time.GetUtcNow()) kit.Time.SetUtcNow(at);
        return kit.AskAsync<EventsAcceptedReply>(Accept(Acme, Event(id, at: at)));
    }

    private static async Task CloseAsync(EngineKit kit, DateTimeOffset end, int finals)
    {
        kit.Time.SetUtcNow(end.AddMinutes(1));
        await kit.AskAsync(new AdvanceTime(Acme, Us(end.AddMinutes(1))));
        await kit.AskAsTimeRunsAsync(Standings(Acme, Board));
        await kit.EventuallyAsync(
            async () => await NumberAsync(kit, "SELECT count(*) FROM final_window WHERE is_final = 1") == finals,
            () => "The window is not final.");
    }

    private static async Task SavedAsync(EngineKit kit)
    {
        var head = (await kit.LogAsync(Acme)).Count;
        await kit.EventuallyAsync(
            async () => await NumberAsync(kit, "SELECT max(position) FROM checkpoint") == head,
            () => "The board is not saved.");
    }

    private static async Task<StandingsPage> PageAsync(EngineKit kit, string key) =>
        Assert.IsType<StandingsPage>(await AnswerAsync(kit, key));

    /// <summary>What the board answers once it has come as far as its log.</summary>
    private static async Task<object> AnswerAsync(EngineKit kit, string key)
    {
        var (reply, head) = ((object?)null, (await kit.LogAsync(Acme))[^1].Position);
        await kit.EventuallyAsync(
            async () => (reply = await kit.AskAsTimeRunsAsync(
                Standings(Acme, Board, key, head, now: kit.Time.GetUtcNow())))
                is not Refusal { Code: ErrorCode.Unavailable },
            () => "The board is never there.");
        return reply!;
    }

    private static async Task<long?> NumberAsync(EngineKit kit, string sql)
    {
        await using var db = kit.Database.OpenStandings();
        return db.Execute<long?>(sql);
    }
}
