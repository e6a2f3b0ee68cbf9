using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Phoenix.Http.Auth;
using Phoenix.Http.Errors;
using Phoenix.Http.Health;
using Phoenix.Http.Ingestion;
using Phoenix.Http.Live;
using Phoenix.Http.Telemetry;
using Phoenix.Http.Tokens;

namespace Phoenix.Http.Hosting;

/// <summary>
/// Puts the gateway together: limits of the server, the error envelope, callers, ingestion, gamer tokens, sockets.
/// </summary>
public static partial class HttpHosting
{
    // Kestrel counts the framing of chunks too; the exact limit is kept where the decoded bytes are counted.
    private const int FramingBytes = 64 * 1024;
    private const int ConnectionsMax = 10_000;
    private const int SocketsMin = 20_000;
    // By this ASP.NET Core knows that its own middleware is there already.
    private const string AuthenticationMiddlewareSet = "__AuthenticationMiddlewareSet";
    private static readonly MinDataRate SlowestClient =
        new(bytesPerSecond: 1_024, gracePeriod: TimeSpan.FromSeconds(5));

    /// <summary>
    /// Adds what the gateway needs. A wrong value in the configuration is an <see cref="OptionsValidationException"/>
    /// when the host starts (or builds its pipeline), of one line with key, value and rule.
    /// </summary>
    public static WebApplicationBuilder AddPhoenixHttp(this WebApplicationBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<HttpOptions>().Configure<IConfiguration>((o, c) => o.Read(c)).ValidateOnStart();
        services.AddOptions<IngestionOptions>().Configure<IConfiguration>((o, c) => o.Read(c)).ValidateOnStart();
        services.AddOptions<AuthOptions>().Configure<IConfiguration>((o, c) => o.Read(c)).ValidateOnStart();
        services.AddOptions<OtlpOptions>().Configure<IConfiguration>((o, c) => o.Read(c)).ValidateOnStart();
        services.AddOptions<AdminOptions>().Configure<IConfiguration>((o, c) => o.Read(c)).ValidateOnStart();
        services.AddOptions<OperationsOptions>().Configure<IConfiguration>((o, c) => o.Read(c)).ValidateOnStart();
        services.AddOptions<LiveOptions>().Configure<IConfiguration>((o, c) => o.Read(c)).ValidateOnStart();
        AddAuth(services);
        services.AddRouting();
        services.AddCors();
        services.AddSingleton<ICorsPolicyProvider, CorsPolicies>();
        services.AddOptions<KestrelServerOptions>()
            .Configure<IOptions<IngestionOptions>, IOptions<LiveOptions>>(
                (o, ingestion, live) => ConfigureKestrel(o, ingestion.Value, live.Value));
        services.TryAddSingleton<IEngineClient, AkkaEngineClient>();
        services.TryAddSingleton(p => new NodeClock(() => true, p.GetRequiredService<TimeProvider>()));
        services.AddMetrics();
        services.AddSingleton<GatewayInstruments>();
        services.AddSingleton<LiveInstruments>();
        services.AddSingleton<IngestionApi>();
        services.AddSingleton<GamerTokensApi>();
        services.AddSingleton<LiveHubs>();
        services.AddSingleton<LiveSockets>();
        services.AddSingleton<LiveServices>();
        return builder;
    }

    /// <summary>Lays the pipeline and maps ingestion, gamer tokens, live sockets; other APIs are mapped
    /// behind it.</summary>
    public static WebApplication UsePhoenixHttp(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        // No scheme is the default, so the middleware that is put before all others of its own accord finds nobody.
        ((IApplicationBuilder)app).Properties[AuthenticationMiddlewareSet] = true;
        app.UseMiddleware<ErrorMiddleware>();
        app.UseMiddleware<NodeClockMiddleware>();
        app.Use(AnswerHeadAsGet);
        app.UseWebSockets();
        app.UseRouting();
        app.UseCors();
        app.UseMiddleware<CallerMiddleware>();
        app.MapIngestion();
        app.MapGamerTokens();
        app.MapLiveApi();
        // Not before: what is wrong with the configuration is told in one line, alone.
        app.Lifetime.ApplicationStarted.Register(() => WarnOfMissingKeys(app));
        return app;
    }

    /// <summary>HEAD is GET without the body, which the server leaves out by the method that it has read itself.
    /// </summary>
    private static Task AnswerHeadAsGet(HttpContext context, RequestDelegate next)
    {
        if (HttpMethods.IsHead(context.Request.Method)) context.Request.Method = HttpMethods.Get;
        return next(context);
    }

    private static void AddAuth(IServiceCollection services)
    {
        services.AddAuthentication()
            .AddJwtBearer(AuthSchemes.Zitadel, _ => { })
            .AddJwtBearer(AuthSchemes.Gamer, _ => { });
        services.AddOptions<JwtBearerOptions>(AuthSchemes.Zitadel).Configure<IOptions<AuthOptions>, NodeClock>(
            (bearer, auth, clock) => AuthSchemes.ConfigureZitadel(bearer, auth.Value, clock.Time));
        services.AddOptions<JwtBearerOptions>(AuthSchemes.Gamer).Configure<IOptions<AuthOptions>, NodeClock>(
            (bearer, auth, clock) => AuthSchemes.ConfigureGamer(bearer, auth.Value, clock.Time));
        services.AddSingleton<CallerAuthenticator>();
        services.AddSingleton<GamerTokenIssuer>();
    }

    private static void ConfigureKestrel(KestrelServerOptions kestrel, IngestionOptions ingestion, LiveOptions live)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxRequestBodySize = ingestion.MaxBodyBytes + FramingBytes;
        kestrel.Limits.MaxConcurrentConnections = ConnectionsMax;
        // A tenant's own limit is reached, and answered, before the server's.
        kestrel.Limits.MaxConcurrentUpgradedConnections = Math.Max(SocketsMin, 4L * live.SocketsMax);
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.MinRequestBodyDataRate = SlowestClient;
        kestrel.Limits.MinResponseDataRate = SlowestClient;
    }

    private static void WarnOfMissingKeys(WebApplication app)
    {
        var auth = app.Services.GetRequiredService<IOptions<AuthOptions>>().Value;
        if (auth.SigningKey is null) LogNoGamerTokens(app.Logger);
        if (auth.SigningKey is null && auth.ZitadelAuthority is null) LogNoTokens(app.Logger);
    }

    [LoggerMessage(
        EventId = 1001, Level = LogLevel.Warning,
        Message = "Phoenix:Auth:GamerTokens:SigningKey is not set: gamer tokens are neither issued nor taken")]
    private static partial void LogNoGamerTokens(ILogger logger);

    [LoggerMessage(
        EventId = 1002, Level = LogLevel.Warning,
        Message = "Phoenix:Auth:Zitadel:Authority is not set either: no token is taken, admin API keys only")]
    private static partial void LogNoTokens(ILogger logger);
}
