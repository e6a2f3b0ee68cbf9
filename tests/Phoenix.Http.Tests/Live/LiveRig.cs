using System.Net.WebSockets;
using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Phoenix.Http.Hosting;
using Phoenix.Http.Tokens;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using Phoenix.TestSupport.Nodes;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Http.Tests.Live;

/// <summary>The gateway on Kestrel over the real tenant and boards of an <see cref="EngineKit"/>, on one clock that
/// only tests move.</summary>
internal sealed class LiveRig : IAsyncDisposable
{
    public const string Board = "goals";
    public static readonly TenantId Acme = new(HttpTestHost.Tenant);

    private int _events;

    private LiveRig(EngineKit kit, SteppedTime time, HttpTestHost host) => (Kit, Time, Host) = (kit, time, host);

    public EngineKit Kit { get; }
    public HttpTestHost Host { get; }
    public SteppedTime Time { get; }

    public static async Task<LiveRig> StartAsync(
        LeaderboardConfig? config = null, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var time = new SteppedTime(EngineKit.Start);
        var kit = new EngineKit(time: time);
        var registry = new ActorRegistry();
        registry.Register<LeaderboardRegion>(kit.Boards);
        registry.Register<TenantRegion>(kit.Tenants);
        registry.Register<RegistryReader>(kit.System.ActorOf(Props.Create(() => new StubRegistry())));
        var host = await HttpTestHost.StartAsync(
            services =>
            {
                services.AddSingleton<TimeProvider>(kit.Time);
                services.AddSingleton(kit.System);
                services.AddSingleton<IReadOnlyActorRegistry>(registry);
                services.AddSingleton<IEngineClient, AkkaEngineClient>();
            },
            settings: settings, kestrel: true);
        await kit.CreateTenantAsync(Acme);
        await kit.DefineAsync(Acme, Board, config ?? Config());
        return new LiveRig(kit, time, host);
    }

    /// <summary>Scores a user; the board has it when this returns, and a frame's time has passed.</summary>
    public async Task ScoreAsync(string user, double points, DateTimeOffset? at = null)
    {
        var record = Event($"e{Interlocked.Increment(ref _events)}", user, points, at ?? Time.GetUtcNow());
        var accepted = await Kit.AskAsync<EventsAcceptedReply>(Accept(Acme, record));
        await Kit.AskAsync(new GetStandings(
            Acme, new LeaderboardId(Board), new StandingsScope(null, 0, accepted.Position), 0, 1));
        Pass();
    }

    /// <summary>Time for a frame.</summary>
    public void Pass() => Time.Advance(TimeSpan.FromMilliseconds(100));

    /// <summary>A client; the clock runs on in steps where what it waits for does not come as it stands.</summary>
    public Task<LiveClient> ConnectAsync(
        string query = "", string? token = null, string board = Board,
        Action<ClientWebSocketOptions>? configure = null) =>
        LiveClient.ConnectAsync(
            Host.Address, $"/v1/leaderboards/{board}/ws{query}", token ?? Token(TimeSpan.FromDays(1)), configure,
            Pass);

    public string Token(TimeSpan lifetime) =>
        Host.Services.GetRequiredService<GamerTokenIssuer>().Issue(Acme, null, lifetime, []).Token;

    /// <summary>A client that has its first snapshot.</summary>
    public async Task<LiveClient> WatchAsync(string query = "")
    {
        var client = await ConnectAsync(query);
        Pass();
        await client.NextAsync("snapshot");
        return client;
    }

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        await Kit.DisposeAsync();
    }

    /// <summary>Knows the one board.</summary>
    private sealed class StubRegistry : ReceiveActor
    {
        public StubRegistry() => Receive<GetLeaderboard>(q => Sender.Tell(
            q.LeaderboardId.Value == Board
                ? new LeaderboardReply(Definition(Acme, Board))
                : new Refusal(ErrorCode.NotFound, "There is no such leaderboard.")));
    }
}
