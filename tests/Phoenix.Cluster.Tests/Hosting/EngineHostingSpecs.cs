using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Phoenix.Cluster.Hosting;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Ops;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Serialization;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Hosting;

/// <summary>The engine as a host starts it: what its settings come to, and that it works.</summary>
public sealed class EngineHostingSpecs : IAsyncLifetime
{
    private sealed class Lifetime : IHostApplicationLifetime
    {
        public CancellationToken ApplicationStarted => CancellationToken.None;
        public CancellationToken ApplicationStopping => CancellationToken.None;
        public CancellationToken ApplicationStopped => CancellationToken.None;

        public void StopApplication()
        {
        }
    }

    private readonly string _directory = Directory.CreateTempSubdirectory("phoenix-hosting-").FullName;
    private ServiceProvider _services = null!;
    private ActorSystem _system = null!;

    public async Task InitializeAsync()
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        services.AddSingleton<IMeterFactory, KitMeters>();
        services.AddSingleton<IHostApplicationLifetime, Lifetime>();
        services.Configure<StorageOptions>(o => o.Directory = _directory);
        services.Configure<ClusterOptions>(o => o.Port = 0);
        services.AddPhoenixEngine();
        _services = services.BuildServiceProvider();
        await _services.GetRequiredService<StorageBootstrap>().RunAsync(CancellationToken.None);
        foreach (var hosted in _services.GetServices<IHostedService>()) await hosted.StartAsync(CancellationToken.None);
        _system = _services.GetRequiredService<ActorSystem>();
    }

    public async Task DisposeAsync()
    {
        foreach (var hosted in _services.GetServices<IHostedService>()) await hosted.StopAsync(CancellationToken.None);
        await _system.WhenTerminated;
        await _services.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task An_operator_sees_how_far_the_boards_of_an_awake_tenant_have_come()
    {
        var registry = _services.GetRequiredService<IActorRegistry>();
        var (tenants, acme) = (registry.Get<TenantRegion>(), new TenantId("acme"));
        await tenants.Ask<TenantReply>(new CreateTenant(acme, "Acme"), EngineKit.Patience);
        await tenants.Ask<LeaderboardReply>(
            new DefineLeaderboard(acme, new LeaderboardId("b"), null, null, Config()), EngineKit.Patience);
        await tenants.Ask<EventsAcceptedReply>(
            Accept(acme, Event("a", at: TimeProvider.System.GetUtcNow())), EngineKit.Patience);

        TenantDetails? details = null;
        await EngineKit.BecomesTrueAsync(
            async () =>
            {
                details = await registry.Get<OpsDesk>().Ask<TenantDetails>(
                    new GetTenantDetails(acme), EngineKit.Patience);
                return details.Boards.Single().Position == 3;
            },
            "The board is never shown at the row of the event.");

        Assert.Equal((3, 1), (details!.Head, details.Floor));
    }

    [Fact]
    public async Task Starts_with_the_settings_that_the_stack_needs_and_takes_events()
    {
        foreach (var (key, value) in new[]
                 {
                     ("akka.persistence.journal.sql.replay-filter.mode", "off"),
                     ("akka.persistence.journal.plugin", "akka.persistence.journal.sql"),
                     ("akka.persistence.journal.sql.recovery-event-timeout", "8s"),
                     ("akka.persistence.journal.sql.auto-initialize", "false"),
                     ("akka.persistence.journal.sql.circuit-breaker.call-timeout", "5s"),
                     ("akka.persistence.journal.sql.circuit-breaker.reset-timeout", "3s"),
                     ("akka.persistence.snapshot-store.sql.circuit-breaker.reset-timeout", "3s"),
                     ("akka.cluster.sharding.state-store-mode", "ddata"),
                     ("akka.cluster.sharding.remember-entities", "off"),
                     ("akka.cluster.sharding.passivate-idle-entity-after", "off"),
                     ("akka.cluster.split-brain-resolver.active-strategy", "keep-majority"),
                     ("akka.remote.dot-netty.tcp.maximum-frame-size", "4194304"),
                 })
            Assert.Equal((key, value), (key, _system.Settings.Config.GetString(key)));
        Assert.IsType<PhoenixSerializer>(_system.Serialization.FindSerializerForType(typeof(ITenantEvent)));
        Assert.IsType<RefusingSerializer>(_system.Serialization.FindSerializerForType(typeof(object)));

        var tenants = _services.GetRequiredService<IActorRegistry>().Get<TenantRegion>();
        var created = await tenants.Ask<object>(new CreateTenant(new TenantId("acme"), "Acme"), EngineKit.Patience);
        Assert.IsType<TenantReply>(created);
        var now = TimeProvider.System.GetUtcNow();
        var accepted = await tenants.Ask<object>(
            Accept(new TenantId("acme"), Event("a", at: now)), EngineKit.Patience);
        Assert.Equal([false], Assert.IsType<EventsAcceptedReply>(accepted).Duplicates);
        var reader = _services.GetRequiredService<IActorRegistry>().Get<RegistryReader>();
        Assert.True((await reader.Ask<ReadinessReply>(GetReadiness.Instance, EngineKit.Patience)).IsReady);
    }
}
