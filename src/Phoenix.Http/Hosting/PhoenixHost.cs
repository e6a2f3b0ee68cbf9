using Akka.Actor;
using Akka.Cluster;
using Akka.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;
using Phoenix.Cluster.Hosting;
using Phoenix.Cluster.Storage;
using Phoenix.Http.Admin;
using Phoenix.Http.Auth;
using Phoenix.Http.Health;
using Phoenix.Http.OpenApi;
using Phoenix.Http.Ops;
using Phoenix.Http.Query;
using Phoenix.Http.Telemetry;
using Phoenix.Http.WebConsole;

namespace Phoenix.Http.Hosting;

/// <summary>The one executable's host: builds a node, runs it, and says by its exit code how it ended.</summary>
public static class PhoenixHost
{
    public const int ExitOk = 0;
    public const int ExitFailed = 1;
    public const int ExitWrongConfiguration = 2;
    public const int ExitDowned = 3;

    /// <summary>More than the longest phase of the coordinated shutdown takes.</summary>
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(48);

    /// <summary>Builds a node from the configuration.</summary>
    /// <param name="configureAkka">More of the actor system's settings, which win over the engine's own; for benchmarks
    /// and tests.</param>
    public static WebApplication Build(string[] args, Action<AkkaConfigurationBuilder>? configureAkka = null)
    {
        // Files that belong to the executable lie beside it, whatever the current directory; the data folder does not.
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (builder.Environment.IsDevelopment()) DevelopmentDemo.AddKeys(builder);
        builder.Services.AddOptions<HostOptions>().Configure<IOptions<HttpOptions>>(
            (host, http) => host.ShutdownTimeout = ShutdownTimeout + http.Value.Drain + GracefulDrain.QuietWait);
        builder.AddPhoenixHttp();
        builder.AddPhoenixTelemetry();
        builder.Services.AddEngineSettings();
        builder.Services.AddSingleton<ReadinessHold>();
        builder.Services.AddSingleton(provider =>
        {
            var clock = provider.GetRequiredService<ClockGuard>();
            return new NodeClock(() => clock.Agrees, clock.Time);
        });
        builder.Services.AddSingleton<IOpsClient, AkkaOpsClient>();
        builder.Services.AddSingleton<ListenSockets>();
        builder.Services.AddOptions<SocketTransportOptions>().Configure<ListenSockets>(
            (transport, sockets) =>
            {
                transport.CreateBoundListenSocket = sockets.Create;
                // A buffer of 4 KB for each connection that waits spares each request a turn through the kernel.
                transport.WaitForDataBeforeAllocatingBuffer = false;
            });
        builder.Services.AddGracefulDrain();
        builder.Services.AddPhoenixEngine(akka =>
        {
            akka.ConfigureLoggers(loggers =>
            {
                loggers.ClearLoggers();
                loggers.AddLoggerFactory();
            });
#if PETABRIDGE_CMD
            akka.WithPetabridgeCmd();
#endif
            configureAkka?.Invoke(akka);
        });
        if (builder.Environment.IsDevelopment()) builder.Services.AddHostedService<DevelopmentDemo>();
        var app = builder.Build();
        // Not before: what is wrong with the configuration is told in one line, alone.
        app.Lifetime.ApplicationStarted.Register(() => UnknownSettings.Warn(app));
        app.UseGracefulDrain();
        app.UsePhoenixHttp();
        if (!app.Services.GetRequiredService<IOptions<ClusterOptions>>().Value.IsGateway) app.UseNoGateway();
        app.MapStandingsApi();
        app.MapRanksApi();
        app.MapWindowsApi();
        app.MapTenantsApi();
        app.MapLeaderboardsApi();
        app.MapOpsApi();
        app.MapRebuildApi();
        app.MapDryRunApi();
        app.MapRecentEventsApi();
        app.MapHealthApi();
        app.MapTelemetry();
        app.MapOpenApi();
        app.MapConsole();
        return app;
    }

    /// <summary>Builds and runs a node until it is told to stop.</summary>
    /// <param name="args">The command line: <c>--Key=value</c> for any key of the configuration.</param>
    /// <param name="errors">Takes the one line that says what is wrong with the configuration.</param>
    /// <returns>The process's exit code.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter errors)
    {
        try
        {
            var app = Build(args);
            // Every section before the database: a typing error must not wait for a server that is down.
            app.Services.GetRequiredService<IStartupValidator>().Validate();
            await app.Services.GetRequiredService<StorageBootstrap>().RunAsync(CancellationToken.None);
            // Asked for before the run: when it ends, the services are gone.
            var shutdown = CoordinatedShutdown.Get(app.Services.GetRequiredService<ActorSystem>());
            await app.RunAsync();
            return shutdown.ShutdownReason switch
            {
                CoordinatedShutdown.ClusterDowningReason => ExitDowned,
                CoordinatedShutdown.ClusterJoinUnsuccessfulReason => ExitFailed,
                _ => ExitOk,
            };
        }
        catch (Exception e) when (FaultOf(e) is { } fault)
        {
            await errors.WriteLineAsync($"phoenix: {fault.ReplaceLineEndings(" ")}");
            return ExitWrongConfiguration;
        }
        catch (IOException e)
        {
            // Another program has the port, most often.
            await errors.WriteLineAsync($"phoenix: {e.Message.ReplaceLineEndings(" ")}");
            return ExitFailed;
        }
    }

    /// <summary>What is wrong with the configuration. Several wrong sections arrive together: the first is named, for
    /// the contract is one line.</summary>
    private static string? FaultOf(Exception exception) => exception switch
    {
        OptionsValidationException or StorageException => exception.Message,
        AggregateException several =>
            several.Flatten().InnerExceptions.Select(FaultOf).FirstOrDefault(fault => fault is not null),
        _ => null,
    };
}
