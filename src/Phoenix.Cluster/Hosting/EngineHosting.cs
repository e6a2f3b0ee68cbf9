using System.Diagnostics.Metrics;
using Akka.Actor;
using Akka.Cluster.Hosting;
using Akka.Cluster.Sharding;
using Akka.Hosting;
using Akka.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Cluster.Ops;
using Phoenix.Cluster.Retention;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Telemetry;
using Phoenix.Cluster.Tenants;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Serialization;

namespace Phoenix.Cluster.Hosting;

/// <summary>Puts the engine into a host: the actor system, its regions and its stores.</summary>
public static class EngineHosting
{
    public const string SystemName = "phoenix";

    private static readonly TimeSpan WarmUpPatience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LoneMax = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Adds the engine. Options of <see cref="StorageOptions"/>, <see cref="ClusterOptions"/>,
    /// <see cref="TenantOptions"/>, <see cref="LeaderboardOptions"/>, <see cref="RetentionOptions"/> and
    /// <see cref="TelemetryOptions"/> are read from the container.
    /// </summary>
    /// <param name="configure">More of the actor system's settings, which win over the engine's own.</param>
    public static IServiceCollection AddPhoenixEngine(
        this IServiceCollection services, Action<AkkaConfigurationBuilder>? configure = null)
    {
        services.AddSingleton(s => OpenDatabase(s.GetRequiredService<IOptions<StorageOptions>>().Value));
        services.AddSingleton(s => BoxOf(s.GetRequiredService<IOptions<StorageOptions>>().Value));
        services.AddSingleton<SecretRotation>();
        services.AddSingleton<StorageBootstrap>();
        services.AddSingleton<ClockGuard>();
        services.AddSingleton<StartGate>();
        services.AddSingleton<HistoryStore>();
        services.AddSingleton<TenantInstruments>();
        services.AddSingleton<BoardInstruments>();
        services.AddSingleton(s => new FeedInstruments(
            s.GetRequiredService<IMeterFactory>(), s.GetRequiredService<IOptions<TelemetryOptions>>().Value));
        services.AddAkka(SystemName, (akka, provider) =>
        {
            var cluster = provider.GetRequiredService<IOptions<ClusterOptions>>().Value;
            configure?.Invoke(akka);
            akka.AddHocon(SerializationConfig.Hocon, HoconAddMode.Prepend);
            akka.AddHocon(EngineConfig.Of(cluster, provider.GetRequiredService<IDatabase>()), HoconAddMode.Append);
            akka.AddHocon(Akka.Persistence.Sql.SqlPersistence.DefaultConfiguration, HoconAddMode.Append);
            akka.WithClustering(new Akka.Cluster.Hosting.ClusterOptions
            {
                Roles = [.. cluster.RoleList], SeedNodes = [.. cluster.SeedAddresses],
            });
            if (cluster.Tls.IsEnabled) akka.AddSetup(RemoteTls.SetupOf(cluster.Tls));
            WithRegions(akka, provider, cluster);
            WithDesks(akka, provider, cluster);
            if (cluster.IsEngine) akka.AddStartup((system, registry) => WarmUpAsync(system, registry, provider));
            if (cluster.SeedNodes.Count > 1)
                akka.WithActors((system, _) => system.ActorOf(LoneFounder.Props(LoneMax), "lone-founder"));
            if (cluster.SeedNodes.Count == 0)
                akka.AddStartup((system, _) =>
                    Akka.Cluster.Cluster.Get(system).Join(Akka.Cluster.Cluster.Get(system).SelfAddress));
        });
        return services;
    }

    private static void WithRegions(AkkaConfigurationBuilder akka, IServiceProvider provider, ClusterOptions cluster)
    {
        var tenants = new EntityExtractor(ShardTopology.TenantShards);
        var boards = new EntityExtractor(ShardTopology.LeaderboardShards);
        if (cluster.IsEngine)
        {
            akka.WithShardRegion<TenantRegion>(
                ShardTopology.TenantRegion, (system, registry, _) =>
                {
                    var services = TenantsOf(system, registry, provider);
                    return id => GatedTenant.PropsOf(new Messages.Ids.TenantId(id), services);
                },
                tenants, Options(TenantActor.Stop.Instance));
            akka.WithShardRegion<LeaderboardRegion>(
                ShardTopology.LeaderboardRegion, (system, registry, _) =>
                {
                    var services = BoardsOf(system, registry, provider);
                    return _ => LeaderboardActor.Props(services);
                },
                boards, Options(LeaderboardActor.Stop.Instance));
            akka.WithSingleton<WindowClock>(
                "window-clock",
                (_, registry, _) => WindowClock.Props(
                    new DueStore(provider.GetRequiredService<IDatabase>()), RightTimeOf(provider),
                    () => registry.Get<TenantRegion>()),
                new ClusterSingletonOptions { Role = ClusterOptions.EngineRole }, createProxyToo: false);
            akka.WithSingleton<RetentionClock>(
                "retention-clock",
                (system, registry, _) => RetentionClock.Props(
                    provider.GetRequiredService<IOptions<RetentionOptions>>().Value, RetentionOf(system, provider),
                    RightTimeOf(provider), () => registry.Get<TenantRegion>()),
                new ClusterSingletonOptions { Role = ClusterOptions.EngineRole }, createProxyToo: false);
        }
        else
        {
            akka.WithShardRegionProxy<TenantRegion>(ShardTopology.TenantRegion, ClusterOptions.EngineRole, tenants);
            akka.WithShardRegionProxy<LeaderboardRegion>(ShardTopology.LeaderboardRegion, ClusterOptions.EngineRole,
                boards);
        }
    }

    private static TimeProvider RightTimeOf(IServiceProvider provider) =>
        provider.GetRequiredService<ClockGuard>().Time;

    /// <summary>The actors that answer the node's own gateways: the registry reader and the ops actor.</summary>
    private static void WithDesks(AkkaConfigurationBuilder akka, IServiceProvider provider, ClusterOptions cluster) =>
        akka.WithActors((system, registry) =>
        {
            var regions = new Dictionary<string, IActorRef>
            {
                [ShardTopology.TenantRegion] = registry.Get<TenantRegion>(),
                [ShardTopology.LeaderboardRegion] = registry.Get<LeaderboardRegion>(),
            };
            registry.Register<RegistryReader>(system.ActorOf(
                RegistryReaderActor.Props(
                    RegistryOf(system, provider),
                    new NodeProbe(
                        provider.GetRequiredService<IDatabase>(), provider.GetRequiredService<ClockGuard>(),
                        provider.GetRequiredService<TimeProvider>(), $"{cluster.Hostname}:{cluster.Port}"),
                    new ShardReadiness(system, regions.Values, cluster.IsEngine),
                    provider.GetRequiredService<ClockGuard>(), provider.GetRequiredService<TimeProvider>()),
                "registry"));
            var store = new OpsStore(provider.GetRequiredService<IDatabase>(), SerializerOf(system));
            registry.Register<OpsDesk>(system.ActorOf(
                OpsActor.Props(new OpsServices(store, RegistryOf(system, provider), regions, cluster.IsEngine)),
                OpsActor.Name));
        });

    /// <summary>Returns when the journal is warm, can't be read, or takes too long to wait for; what loads boards gets
    /// warm meanwhile and afterwards.</summary>
    private static Task WarmUpAsync(ActorSystem system, IActorRegistry registry, IServiceProvider provider)
    {
        var boards = BoardsOf(system, registry, provider);
        _ = Task.Run(() => LoadWarmUp.RunAsync(boards));
        var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        system.ActorOf(Props.Create(() => new JournalWarmUp(done)), "warm-up");
        return Task.WhenAny(done.Task, Task.Delay(WarmUpPatience));
    }

    private static ShardOptions Options(object handOffStopMessage) => new()
    {
        Role = ClusterOptions.EngineRole,
        StateStoreMode = StateStoreMode.DData,
        RememberEntities = false,
        HandOffStopMessage = handOffStopMessage,
    };

    private static TenantServices TenantsOf(ActorSystem system, IActorRegistry registry, IServiceProvider provider) =>
        new(
        provider.GetRequiredService<IOptions<TenantOptions>>().Value, RegistryOf(system, provider),
        new JournalReader(provider.GetRequiredService<IDatabase>(), SerializerOf(system)),
        provider.GetRequiredService<StartGate>(), provider.GetRequiredService<ClockGuard>(),
        provider.GetRequiredService<TimeProvider>(), () => registry.Get<LeaderboardRegion>(),
        provider.GetRequiredService<IOptions<RetentionOptions>>().Value,
        new JournalTrimmer(provider.GetRequiredService<IDatabase>()),
        provider.GetRequiredService<TenantInstruments>(), provider.GetRequiredService<FeedInstruments>());

    private static LeaderboardServices BoardsOf(ActorSystem system, IActorRegistry registry,
        IServiceProvider provider) => new(
        provider.GetRequiredService<IOptions<LeaderboardOptions>>().Value,
        new BoardStore(provider.GetRequiredService<IDatabase>()), provider.GetRequiredService<HistoryStore>(),
        RegistryOf(system, provider),
        new JournalReader(provider.GetRequiredService<IDatabase>(), SerializerOf(system)),
        new DefinitionCodec(SerializerOf(system)), RightTimeOf(provider),
        () => registry.Get<TenantRegion>(), provider.GetRequiredService<BoardInstruments>());

    private static RetentionStore RetentionOf(ActorSystem system, IServiceProvider provider) => new(
        provider.GetRequiredService<IDatabase>(), provider.GetRequiredService<HistoryStore>(),
        new JournalReader(provider.GetRequiredService<IDatabase>(), SerializerOf(system)));

    private static RegistryStore RegistryOf(ActorSystem system, IServiceProvider provider) => new(
        provider.GetRequiredService<IDatabase>(),
        provider.GetRequiredService<SecretBox>(),
        new DefinitionCodec(SerializerOf(system)));

    private static SerializerWithStringManifest SerializerOf(ActorSystem system) =>
        (SerializerWithStringManifest)system.Serialization.FindSerializerForType(typeof(Messages.Tenants.ITenantEvent));

    private static SecretBox BoxOf(StorageOptions options) => new(options.SecretsKey, options.PreviousSecretsKeys);

    private static IDatabase OpenDatabase(StorageOptions options) => options.Provider switch
    {
        StorageProvider.Sqlite => new SqliteDatabase(options.Directory),
        StorageProvider.PostgreSql => new PostgreSqlDatabase(options.ConnectionString!),
        _ => throw new StorageException(
            $"Phoenix:Storage:Provider is '{options.Provider}': it must be Sqlite or PostgreSql."),
    };
}
