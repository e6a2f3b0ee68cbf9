using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence.Sql;
using Akka.Serialization;
using Akka.TestKit.Configs;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Time.Testing;
using Phoenix.Cluster.Hosting;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Cluster.Retention;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Telemetry;
using Phoenix.Cluster.Tenants;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Serialization;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.TestSupport.Engine;

/// <summary>The engine's actors on one actor system without a cluster: a real SQLite log, stand-ins for the
/// regions.</summary>
/// <remarks>
/// The engine's clock is <see cref="Time"/>, which only tests move; Akka's own timers run on real time.
/// </remarks>
internal sealed class EngineKit : IAsyncDisposable
{
    /// <summary>Ends a test that hangs; measures nothing.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static int _count;
    private readonly string? _ownDirectory;

    /// <param name="directory">The database's folder, shared with other kits; null: an own one, deleted at the
    /// end.</param>
    /// <param name="hocon">Settings that win over all others.</param>
    /// <param name="time">The clock, shared with other kits; null: an own one.</param>
    /// <param name="isGated">Whether a tenant that failed is held back, as on a node.</param>
    public EngineKit(
        TenantOptions? tenants = null, LeaderboardOptions? leaderboards = null, string? directory = null,
        string hocon = "", FakeTimeProvider? time = null, bool isGated = true)
    {
        _ownDirectory = directory is null ? Directory.CreateTempSubdirectory("phoenix-engine-").FullName : null;
        Database = new SqliteDatabase(directory ?? _ownDirectory!);
        Database.Bootstrap();
        Time = time ?? new FakeTimeProvider(Start);
        TenantOptions = tenants ?? new TenantOptions();
        LeaderboardOptions = leaderboards ?? new LeaderboardOptions();
        Gate = new StartGate(Time);
        Clock = new ClockGuard(Time);
        var name = $"engine-{Environment.ProcessId}-{Interlocked.Increment(ref _count)}";
        System = ActorSystem.Create(name, Settings(Database, hocon));
        Faults = JournalFaults.Of(name);
        Serializer = (SerializerWithStringManifest)System.Serialization.FindSerializerForType(typeof(ITenantEvent));
        Journal = new JournalReader(Database, Serializer);
        Codec = new DefinitionCodec(Serializer);
        Registry = new RegistryStore(Database, new SecretBox(null), Codec);
        BoardStore = new BoardStore(Database);
        History = new HistoryStore(Database);
        TenantInstruments = new TenantInstruments(Meters);
        FeedInstruments = new FeedInstruments(Meters, new TelemetryOptions { LaggingBoardsMax = 2 });
        BoardInstruments = new BoardInstruments(Meters);
        Probes = new Akka.TestKit.Xunit2.TestKit(System);
        Tenants = System.ActorOf(
            FaultyRegion.Props(id => isGated
                ? GatedTenant.PropsOf(new TenantId(id), TenantServices)
                : TenantActor.Props(new TenantId(id), TenantServices)),
            "tenants");
        Boards = System.ActorOf(FaultyRegion.Props(_ => LeaderboardActor.Props(BoardServices)), "boards");
    }

    public ActorSystem System { get; }
    public SqliteDatabase Database { get; }
    public FakeTimeProvider Time { get; }
    public TenantOptions TenantOptions { get; }
    public LeaderboardOptions LeaderboardOptions { get; }
    public StartGate Gate { get; }
    public ClockGuard Clock { get; }
    public JournalFaults Faults { get; }
    public SerializerWithStringManifest Serializer { get; }

    /// <summary>What the engine reads the log with; a test may put a faulty one in its place before the first
    /// message.</summary>
    public IJournalReader Journal { get; set; }

    public DefinitionCodec Codec { get; }
    public RegistryStore Registry { get; }
    public BoardStore BoardStore { get; }
    public HistoryStore History { get; }

    public RetentionOptions Retention { get; } = new();

    /// <summary>The meters of this kit alone.</summary>
    public KitMeters Meters { get; } = new();

    public TenantInstruments TenantInstruments { get; }
    public FeedInstruments FeedInstruments { get; }
    public BoardInstruments BoardInstruments { get; }
    public Akka.TestKit.Xunit2.TestKit Probes { get; }
    public IActorRef Tenants { get; }
    public IActorRef Boards { get; }

    /// <summary>Where tenants find boards; default: <see cref="Boards"/>.</summary>
    public IActorRef? BoardsOfTenants { get; set; }

    /// <summary>Where boards find tenants; default: <see cref="Tenants"/>.</summary>
    public IActorRef? TenantsOfBoards { get; set; }

    public TenantServices TenantServices =>
        new(TenantOptions, Registry, Journal, Gate, Clock, Time, () => BoardsOfTenants ?? Boards,
            Retention, new JournalTrimmer(Database), TenantInstruments, FeedInstruments);

    public LeaderboardServices BoardServices =>
        new(LeaderboardOptions, BoardStore, History, Registry, Journal, Codec, Time, () => TenantsOfBoards ?? Tenants,
            BoardInstruments);

    /// <summary>The settings of a node, on the faulty journal and without remoting.</summary>
    public static Config Settings(IDatabase database, string hocon = "", string provider = "local") =>
        ConfigurationFactory.ParseString(hocon)
            .WithFallback(ConfigurationFactory.ParseString(
                $$"""
                  akka.actor.provider = {{provider}}
                  akka.persistence.journal.sql.class = "{{typeof(FaultyJournal).FullName}}, Phoenix.TestSupport"
                  akka.persistence.journal.sql.circuit-breaker { max-failures = 100000, call-timeout = 60s }
                  """))
            .WithFallback(ConfigurationFactory.ParseString(SerializationConfig.Hocon))
            .WithFallback(ConfigurationFactory.ParseString(
                EngineConfig.Of(new ClusterOptions { Port = 0 }, database)))
            .WithFallback(SqlPersistence.DefaultConfiguration)
            .WithFallback(TestConfigs.DefaultConfig);

    /// <summary>Sends to the entity that the message is for and awaits its answer.</summary>
    public Task<object> AskAsync(object message) =>
        (message is ILeaderboardMessage ? Boards : Tenants).Ask<object>(message, Patience);

    public async Task<T> AskAsync<T>(object message)
    {
        var reply = await AskAsync(message);
        return reply is T expected
            ? expected
            : throw new InvalidOperationException($"{message} was answered by {reply}, not a {typeof(T).Name}.");
    }

    /// <summary>As <see cref="AskAsync(object)"/>, while the engine's clock runs: for what is answered in time
    /// only.</summary>
    /// <param name="step">How far it goes 40 times a second; 25 ms: no faster than the time of day.</param>
    public async Task<object> AskAsTimeRunsAsync(object message, TimeSpan? step = null)
    {
        var reply = AskAsync(message);
        await EventuallyAsync(() => Task.FromResult(reply.IsCompleted), () => $"{message} was never answered.", step);
        return await reply;
    }

    /// <summary>Creates the tenant.</summary>
    public Task<TenantReply> CreateTenantAsync(TenantId tenant) =>
        AskAsync<TenantReply>(new CreateTenant(tenant, tenant.Value));

    public Task<LeaderboardReply> DefineAsync(TenantId tenant, string board, LeaderboardConfig config) =>
        AskAsync<LeaderboardReply>(new DefineLeaderboard(tenant, new LeaderboardId(board), null, null, config));

    /// <summary>Stops the tenant's or board's entity at once.</summary>
    public Task KillAsync(TenantId tenant, string? board = null) => Command(
        board, tenant, id => new FaultyRegion.Kill(id));

    /// <summary>Waits until an incarnation has ended and its region knows: what was sent before would be lost with
    /// it.</summary>
    public Task BecomesGoneAsync(IActorRef incarnation, TenantId tenant, string? board = null) => BecomesTrueAsync(
        async () => !incarnation.Equals((await IncarnationsAsync(tenant, board)).Current), $"{incarnation} stays.");

    /// <summary>A new incarnation of the board takes over, the old one lingers.</summary>
    public Task SupplantAsync(TenantId tenant, string board) =>
        Command(board, tenant, id => new FaultyRegion.Supplant(id));

    public Task<FaultyRegion.Incarnations> IncarnationsAsync(TenantId tenant, string? board = null) => board is null
        ? Tenants.Ask<FaultyRegion.Incarnations>(new FaultyRegion.GetIncarnations(EntityIds.Tenant(tenant)), Patience)
        : Boards.Ask<FaultyRegion.Incarnations>(
            new FaultyRegion.GetIncarnations(EntityIds.Leaderboard(tenant, new LeaderboardId(board))), Patience);

    /// <summary>Rows to boards, and their answers, are lost and delayed from now on; null: no more.</summary>
    public Task LoseAsync(LossPlan? plan) => Boards.Ask<FaultyRegion.Done>(new FaultyRegion.Lose(plan), Patience);

    /// <summary>The tenant's log, all of it unless its beginning is gone.</summary>
    public Task<IReadOnlyList<LogRow>> LogAsync(TenantId tenant, long from = 1) => new JournalReader(
        Database, Serializer).ReadAsync(
        EntityIds.TenantPersistence(tenant), from, long.MaxValue, int.MaxValue, CancellationToken.None);

    /// <summary>Awaits it while the engine's clock runs on in steps.</summary>
    public Task EventuallyAsync(Func<Task<bool>> holds, Func<string> failure, TimeSpan? step = null) =>
        Condition.BecomesTrueAsync(
            async () =>
            {
                if (await holds()) return true;
                Time.Advance(step ?? TimeSpan.FromMilliseconds(100));
                return false;
            }, failure);

    /// <summary>As above, without moving the clock.</summary>
    public static Task BecomesTrueAsync(Func<Task<bool>> holds, string failure) =>
        Condition.BecomesTrueAsync(holds, () => failure);

    public async ValueTask DisposeAsync()
    {
        await System.Terminate();
        Meters.Dispose();
        if (_ownDirectory is null) return;
        // A read that was under way may open the database's files once more.
        await Condition.BecomesTrueAsync(() => Task.FromResult(TryDelete(_ownDirectory)), () => "The folder stays.");
    }

    private static bool TryDelete(string directory)
    {
        try
        {
            SqliteConnection.ClearAllPools();
            Directory.Delete(directory, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private Task Command(string? board, TenantId tenant, Func<string, object> message) => board is null
        ? Tenants.Ask<FaultyRegion.Done>(message(EntityIds.Tenant(tenant)), Patience)
        : Boards.Ask<FaultyRegion.Done>(
            message(EntityIds.Leaderboard(tenant, new LeaderboardId(board))), Patience);
}
