using Akka.Actor;
using LinqToDB.Data;
using Phoenix.Cluster.Retention;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Retention;

public sealed class RetentionClockSpecs : IAsyncLifetime
{
    private const string Board = "b";
    private static readonly TenantId Acme = new("acme");

    private readonly EngineKit _kit = new();

    public async Task InitializeAsync()
    {
        await _kit.CreateTenantAsync(Acme);
        await _kit.DefineAsync(Acme, Board, Config(TimeframeType.Hourly, graceSeconds: 0));
        await AcceptAsync("a", EngineKit.Start);
        await CloseAsync(windows: 1, EngineKit.Start.AddHours(1));
        await AcceptAsync("b", EngineKit.Start.AddHours(30));
        await CloseAsync(windows: 2, EngineKit.Start.AddHours(31));
    }

    public async Task DisposeAsync() => await _kit.DisposeAsync();

    [Fact]
    public async Task Old_final_standings_go_and_younger_ones_stay()
    {
        _kit.Time.SetUtcNow(EngineKit.Start.AddHours(50));
        Start(new RetentionOptions { HistoryDays = 1 });

        await _kit.EventuallyAsync(async () => await WindowsAsync() == 1, () => "The old window stays.");

        Assert.Equal(
            ErrorCode.NotFound,
            Assert.IsType<Refusal>(await _kit.AskAsTimeRunsAsync(Standings(Acme, Board, "2026-03-01T12"))).Code);
        Assert.Single(Assert.IsType<StandingsPage>(
            await _kit.AskAsTimeRunsAsync(Standings(Acme, Board, "2026-03-02T18"))).Entries);
    }

    [Fact]
    public async Task A_tenant_that_sleeps_on_an_old_log_is_woken()
    {
        var tenants = _kit.Probes.CreateTestProbe();
        _kit.Time.SetUtcNow(EngineKit.Start.AddHours(50));

        Start(new RetentionOptions { LogDays = 2 }, tenants.Ref);

        var woken = await tenants.ExpectMsgAsync<AdvanceTime>(EngineKit.Patience);
        Assert.Equal((Acme, Us(EngineKit.Start.AddHours(50))), (woken.TenantId, woken.ToUs));
    }

    [Fact]
    public async Task A_log_is_old_by_its_first_row()
    {
        var store = new RetentionStore(_kit.Database, _kit.History, _kit.Journal);

        Assert.Empty(await store.FindOldLogsAsync(Us(EngineKit.Start), default));
        Assert.Equal([Acme], await store.FindOldLogsAsync(Us(EngineKit.Start) + 1, default));
    }

    [Fact]
    public async Task By_default_everything_is_kept()
    {
        _kit.Time.SetUtcNow(EngineKit.Start.AddYears(20));
        var tenants = _kit.Probes.CreateTestProbe();
        Start(new RetentionOptions(), tenants.Ref);

        await LookAsync();

        Assert.Equal(2, await WindowsAsync());
        await tenants.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    private IActorRef _clock = ActorRefs.Nobody;

    private void Start(RetentionOptions options, IActorRef? tenants = null) => _clock = _kit.System.ActorOf(
        RetentionClock.Props(
            options, new RetentionStore(_kit.Database, _kit.History, _kit.Journal), _kit.Time,
            () => tenants ?? _kit.Tenants));

    /// <summary>Lets the clock look, and awaits that it has.</summary>
    private async Task LookAsync()
    {
        _clock.Tell(RetentionClock.Look.Instance);
        await _clock.Ask<ActorIdentity>(new Identify(0), EngineKit.Patience);
    }

    private Task AcceptAsync(string id, DateTimeOffset at)
    {
        if (at > _kit.Time.GetUtcNow()) _kit.Time.SetUtcNow(at);
        return _kit.AskAsync<EventsAcceptedReply>(Accept(Acme, Event(id, at: at)));
    }

    private async Task CloseAsync(int windows, DateTimeOffset end)
    {
        _kit.Time.SetUtcNow(end.AddMinutes(1));
        await _kit.AskAsync(new AdvanceTime(Acme, Us(end.AddMinutes(1))));
        await _kit.AskAsTimeRunsAsync(Standings(Acme, Board));
        await _kit.EventuallyAsync(async () => await WindowsAsync() == windows, () => "The window is not final.");
    }

    private async Task<long> WindowsAsync()
    {
        await using var db = _kit.Database.OpenStandings();
        return db.Execute<long>("SELECT count(*) FROM final_window WHERE is_final = 1");
    }
}
