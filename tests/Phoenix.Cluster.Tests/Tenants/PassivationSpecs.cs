using Phoenix.Cluster.Leaderboards;
using Phoenix.Cluster.Tenants;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Tenants;

/// <summary>Who goes to sleep, and when: an idle tenant and its boards cost nothing.</summary>
public sealed class PassivationSpecs : IAsyncLifetime
{
    private const string Board = "b";
    private static readonly TenantId Acme = new("acme");
    private static readonly TenantId Bare = new("bare");
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(200);

    // The checkpoint is due by the engine's clock, which stands until a test moves it; idleness is by real time.
    private readonly EngineKit _kit = new(
        new TenantOptions { IdleTimeout = Idle },
        new LeaderboardOptions
        {
            IdleTimeout = Idle, CheckpointInterval = TimeSpan.FromSeconds(5), QueryWait = TimeSpan.FromHours(1),
        });

    public async Task InitializeAsync()
    {
        await _kit.CreateTenantAsync(Acme);
        await _kit.DefineAsync(Acme, Board, Config());
    }

    public async Task DisposeAsync() => await _kit.DisposeAsync();

    [Fact]
    public async Task A_tenant_sleeps_only_when_every_board_has_checkpointed_its_head()
    {
        await _kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "e1"));

        // Time enough to sleep twice over, as a tenant without boards shows.
        for (var i = 0; i < 2; i++)
        {
            await WakesAsync(Bare);
            await SleepsAsync(Bare);
        }
        Assert.NotNull((await _kit.IncarnationsAsync(Acme)).Current);
        Assert.NotNull((await _kit.IncarnationsAsync(Acme, Board)).Current);

        await SleepAsTimeRunsAsync();
        var head = (await _kit.LogAsync(Acme)).Count;
        var opening = await _kit.BoardStore.OpenAsync(Acme, new LeaderboardId(Board), default);
        Assert.Equal(head, opening.Position);
    }

    [Fact]
    public async Task A_board_that_ended_before_its_checkpoint_is_started_again_and_keeps_nobody_awake()
    {
        await _kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "e1", "ada", 7));
        Assert.IsType<StandingsPage>(await _kit.AskAsTimeRunsAsync(Standings(Acme, Board, minPosition: 3)));
        await _kit.KillAsync(Acme, Board);

        await SleepAsTimeRunsAsync();

        var head = (await _kit.LogAsync(Acme)).Count;
        Assert.Equal(head, (await _kit.BoardStore.OpenAsync(Acme, new LeaderboardId(Board), default)).Position);
    }

    [Fact]
    public async Task A_query_wakes_them_and_they_know_everything()
    {
        await _kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "e1", "ada", 7));
        await SleepAsTimeRunsAsync();

        var page = Assert.IsType<StandingsPage>(await _kit.AskAsTimeRunsAsync(Standings(Acme, Board)));

        Assert.Equal(1, page.Total);
        Assert.Equal([true], (await _kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "e1", "ada", 7))).Duplicates);
    }

    private async Task WakesAsync(TenantId tenant) =>
        Assert.NotNull(await _kit.AskAsync(new CreateTenant(tenant, "x")));

    private Task SleepsAsync(TenantId tenant) => EngineKit.BecomesTrueAsync(
        async () => (await _kit.IncarnationsAsync(tenant)).Current is null, $"{tenant} stays awake.");

    /// <summary>Both, once the clock has made their checkpoint due.</summary>
    private Task SleepAsTimeRunsAsync() => _kit.EventuallyAsync(
        async () => (await _kit.IncarnationsAsync(Acme)).Current is null
            && (await _kit.IncarnationsAsync(Acme, Board)).Current is null,
        () => "The tenant or its board stays awake.");
}
