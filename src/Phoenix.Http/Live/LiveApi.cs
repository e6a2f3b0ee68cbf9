using System.Net.WebSockets;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using Microsoft.Extensions.Options;
using Phoenix.Http.Auth;
using Phoenix.Http.Health;
using Phoenix.Http.Hosting;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Live;

/// <summary>The live gateway: a WebSocket that shows a board's standings as they change.</summary>
/// <remarks>
/// What can't be served is refused before the upgrade, in the one form of an error. The board is asked with an ordinary
/// query first: so a socket is opened only for a board and a window that are there, and a tenant that is active.
/// </remarks>
internal static class LiveApi
{
    private const int KernelBufferBytes = 64 * 1024;
    private static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PongTimeout = TimeSpan.FromSeconds(30);

    private static readonly Refusal NoHandshake = new(
        ErrorCode.ValidationError, "This path takes WebSocket handshakes (RFC 6455, version 13).");

    private static readonly Refusal BadOrigin = new(
        ErrorCode.Forbidden, "Pages of this origin may not connect: see Phoenix:Http:AllowedOrigins.");

    /// <summary>Maps the sockets; for any token of the tenant, also where it stands in the subprotocols.</summary>
    public static IEndpointConventionBuilder MapLiveApi(this IEndpointRouteBuilder endpoints) =>
        // Over HTTP/2 a WebSocket begins with CONNECT.
        endpoints.MapMethods(
            "/v1/leaderboards/{id}/ws", [HttpMethods.Get, HttpMethods.Connect], RefusableEndpoint.Of(ConnectAsync))
            .RequireSocketCaller();

    private static async ValueTask<Refusal?> ConnectAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest) return NoHandshake;
        var services = context.RequestServices;
        var http = services.GetRequiredService<IOptions<HttpOptions>>().Value;
        if (!OriginRules.Allows(context.Request, http.AllowedOrigins)) return BadOrigin;
        if (LiveRequest.Read(context, out var request) is { } refusal) return refusal;
        var sockets = services.GetRequiredService<LiveSockets>();
        if (sockets.Enter(request.Tenant) is { } full) return full;
        try
        {
            if (await CheckAsync(context, request) is { } refused) return refused;
            await ServeAsync(context, request);
            return null;
        }
        finally
        {
            sockets.Leave(request.Tenant);
        }
    }

    private static async ValueTask<Refusal?> CheckAsync(HttpContext context, LiveRequest request)
    {
        var engine = context.RequestServices.GetRequiredService<IEngineClient>();
        var now = context.RequestServices.GetRequiredService<NodeClock>().Time.GetUtcNow();
        var nowUs = (now - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var reply = await engine.AskLeaderboardAsync(
            new GetStandings(
                request.Tenant, request.Leaderboard, new StandingsScope(request.View.WindowKey, nowUs, 0), 0, 1),
            context.RequestAborted);
        if (reply is not Refusal { Code: ErrorCode.NotFound } missing || !request.View.FollowsClock())
            return reply as Refusal;
        // There is no board, or no window now; for the latter a socket waits.
        return await engine.AskRegistryAsync(
            new GetLeaderboard(request.Tenant, request.Leaderboard), context.RequestAborted) switch
        {
            LeaderboardReply => null,
            Refusal { Code: ErrorCode.NotFound } => missing,
            Refusal other => other,
            var unknown => throw RefusableEndpoint.Unexpected(unknown),
        };
    }

    private static async Task ServeAsync(HttpContext context, LiveRequest request)
    {
        var services = context.RequestServices.GetRequiredService<LiveServices>();
        Prepare(context);
        var offered = context.WebSockets.WebSocketRequestedProtocols;
        using var socket = await context.WebSockets.AcceptWebSocketAsync(new WebSocketAcceptContext
        {
            SubProtocol = offered.Contains(SubprotocolToken.Protocol) ? SubprotocolToken.Protocol : null,
            KeepAliveInterval = PingInterval,
            KeepAliveTimeout = PongTimeout,
        });
        await new LiveSocket(socket, request, LifetimeOf(context), context.Abort, services).RunAsync();
    }

    /// <summary>What a client that doesn't read may cost: little in the kernel, and its time is this code's affair, not
    /// the server's minimum of bytes a second.</summary>
    private static void Prepare(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>() is { } connection)
            connection.Socket.SendBufferSize = KernelBufferBytes;
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
    }

    /// <summary>How long the token is good yet; one that was taken within the clocks' tolerance has that
    /// much.</summary>
    private static TimeSpan LifetimeOf(HttpContext context)
    {
        if (context.GetCaller().ExpiresAt is not { } expiresAt) return TimeSpan.MaxValue;
        var left = expiresAt - context.RequestServices.GetRequiredService<NodeClock>().Time.GetUtcNow();
        return left > TimeSpan.Zero ? left : left + AuthSchemes.ClockSkew;
    }
}
