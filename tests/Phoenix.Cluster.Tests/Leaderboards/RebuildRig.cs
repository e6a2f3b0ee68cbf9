using Akka.Actor;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using Phoenix.TestSupport.Model;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Leaderboards;

/// <summary>A tenant with a board that is scored again, on real actors and a real log.</summary>
internal sealed class RebuildRig : IAsyncDisposable
{
    public const string Board = "b";
    public static readonly TenantId Acme = new("acme");
    public static readonly LeaderboardId BoardId = new(Board);

    private readonly Random _random = new(17);
    private int _events;

    private RebuildRig()
    {
        Journal = new GatedJournal(Kit.Journal);
        Kit.Journal = Journal;
    }

    public EngineKit Kit { get; } = new(
        leaderboards: new() { RebuildCheckpointInterval = TimeSpan.FromMilliseconds(100) }, isGated: false);

    /// <summary>What the engine reads the log with.</summary>
    public GatedJournal Journal { get; }

    public static async Task<RebuildRig> StartAsync(LeaderboardConfig? config = null)
    {
        var rig = new RebuildRig();
        await rig.Kit.CreateTenantAsync(Acme);
        if (config is not null) await rig.Kit.DefineAsync(Acme, Board, config);
        return rig;
    }

    /// <summary>With a board that has applied so many rows of one event each.</summary>
    public static async Task<RebuildRig> StartAsync(LeaderboardConfig config, int rows)
    {
        var rig = await StartAsync(config);
        await rig.SendAsync(rows);
        await rig.PageAsync();
        return rig;
    }

    /// <summary>Rows of one event each; users and scores differ.</summary>
    public async Task SendAsync(int count, DateTimeOffset? at = null)
    {
        for (var i = 0; i < count; i++)
        {
            var id = Interlocked.Increment(ref _events);
            var (user, score) = ($"u{_random.Next(20)}", _random.Next(1, 50));
            Assert.IsType<EventsAcceptedReply>(
                await AskAgainAsync(Accept(Acme, Event($"e{id}", user, score, at ?? Now))));
        }
    }

    /// <summary>Asks the tenant, again where it gives no answer or an unknown one, as a gateway does: behind a crash
    /// the row that was under way may come in between, and what an incarnation leaves behind is lost with it.</summary>
    public async Task<object> AskAgainAsync(ITenantMessage message)
    {
        object reply = Refusal.Unavailable("not asked yet");
        for (var attempt = 0;
             attempt < 15 && reply is Refusal { Code: ErrorCode.Unavailable or ErrorCode.InternalError }; attempt++)
        {
            try
            {
                reply = await Kit.Tenants.Ask<object>(message, TimeSpan.FromSeconds(4));
            }
            catch (AskTimeoutException)
            {
                // Nobody answered: the next incarnation will.
            }
        }
        return reply;
    }

    public DateTimeOffset Now => Kit.Time.GetUtcNow();

    public Task<LeaderboardReply> BackfillAsync(LeaderboardConfig config, DateTimeOffset? from = null) =>
        Kit.AskAsync<LeaderboardReply>(new ChangeLeaderboardConfig(
            Acme, BoardId, config, null, new Backfill(from is { } time ? Us(time) : null)));

    /// <summary>Asks for it, and holds it where it comes to this row, until the journal opens.</summary>
    public async Task HoldBackfillAsync(LeaderboardConfig config, int row)
    {
        Journal.CloseAt(row);
        await BackfillAsync(config);
        await Journal.Reached;
    }

    /// <summary>Likewise a verification.</summary>
    public async Task HoldVerificationAsync(int row)
    {
        Journal.CloseAt(row);
        await Kit.AskAsync<RebuildReply>(new VerifyLeaderboard(Acme, BoardId));
        await Journal.Reached;
    }

    /// <summary>The end of the board's or the tenant's entity, or another board's in its place.</summary>
    public Task CrashAsync(string what) => what switch
    {
        "board" => Kit.KillAsync(Acme, Board),
        "tenant" => Kit.KillAsync(Acme),
        _ => Kit.SupplantAsync(Acme, Board),
    };

    public Task<object> ChangeAsync(LeaderboardStatus status) =>
        AskAgainAsync(new ChangeLeaderboard(Acme, BoardId, status, null, null, null));

    /// <summary>The run's state, asked while time goes on until it has ended.</summary>
    public async Task<RebuildReply> EndedAsync()
    {
        RebuildReply? last = null;
        await Kit.EventuallyAsync(
            async () =>
            {
                last = await AskAgainAsync(new GetRebuild(Acme, BoardId)) as RebuildReply;
                return last is { State: not RebuildState.Running and not RebuildState.None };
            },
            () => $"The run does not end: {last}");
        return last!;
    }

    public async Task<RebuildReply> VerifiedAsync()
    {
        Assert.IsType<RebuildReply>(await AskAgainAsync(new VerifyLeaderboard(Acme, BoardId)));
        return await EndedAsync();
    }

    /// <summary>What the board shows once it has applied the whole log.</summary>
    public async Task<StandingsPage> PageAsync()
    {
        var head = (await Kit.LogAsync(Acme))[^1].Position;
        var reply = await Kit.AskAsTimeRunsAsync(Standings(Acme, Board, minPosition: head));
        return Assert.IsType<StandingsPage>(reply);
    }

    /// <summary>The board shows what the log comes to.</summary>
    public async Task AssertServesTheLogAsync()
    {
        var log = await Kit.LogAsync(Acme);
        await BoardAssert.EqualAsync(Kit, Acme, BoardId, GenerationModel.Of(log, BoardId), log[^1].Position);
    }

    public async Task<IReadOnlyList<T>> RowsAsync<T>() where T : ITenantEvent =>
        [.. (await Kit.LogAsync(Acme)).Select(r => r.Event).OfType<T>()];

    public async ValueTask DisposeAsync()
    {
        Journal.Open();
        await Kit.DisposeAsync();
    }
}
