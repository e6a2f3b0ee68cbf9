using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Phoenix.Http.Admin;
using Phoenix.Http.Auth;
using Phoenix.Http.Errors;
using Phoenix.Http.Health;
using Phoenix.Http.Hosting;
using Phoenix.Http.Ops;
using Phoenix.Http.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;

namespace Phoenix.Http.Tests.Query;

/// <summary>The query, admin and health endpoints on a real server, over a <see cref="FakeEngine"/>.</summary>
/// <remarks>
/// A real server, because the target that it hands on (escapes, dot segments) is part of what is tested. The caller is
/// taken from the header <c>X-Caller</c>: <c>tenant:acme</c>, <c>admin:acme</c>, <c>platform:acme</c> or <c>key</c>.
/// </remarks>
public sealed class GatewayHost : IAsyncLifetime
{
    private static readonly DateTimeOffset Start = new(2025, 11, 18, 12, 34, 57, 120, TimeSpan.Zero);

    private WebApplication _app = null!;

    public FakeEngine Engine { get; } = new();
    public FakeTimeProvider Time { get; } = new(Start);
    public HttpClient Client { get; private set; } = null!;
    public IHostApplicationLifetime Lifetime => _app.Lifetime;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Services.AddSingleton<IEngineClient>(Engine);
        builder.Services.AddSingleton<IOpsClient>(Engine);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton(new NodeClock(() => true, Time));
        _app = builder.Build();
        _app.UseRouting();
        _app.Use(SetCallerAsync);
        _app.MapStandingsApi();
        _app.MapRanksApi();
        _app.MapWindowsApi();
        _app.MapTenantsApi();
        _app.MapLeaderboardsApi();
        _app.MapRebuildApi();
        _app.MapDryRunApi();
        _app.MapRecentEventsApi();
        _app.MapHealthApi();
        _app.MapOpsApi();
        await _app.StartAsync();
        Client = new HttpClient { BaseAddress = new Uri(_app.Urls.Single()) };
    }

    public async Task DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }

    public Task<HttpResponseMessage> SendAsync(
        string caller, string method, string path, string? body = null, string contentType = "application/json")
    {
        var content = body is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        if (content is not null && contentType.Length > 0)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        }
        return SendAsync(caller, method, path, content);
    }

    public Task<HttpResponseMessage> SendAsync(string caller, string method, string path, HttpContent? content)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path) { Content = content };
        if (caller.Length > 0) request.Headers.Add("X-Caller", caller);
        return Client.SendAsync(request);
    }

    /// <summary>Sends a request target exactly as it is; the result is the whole response as text.</summary>
    public async Task<string> SendRawAsync(string caller, string target)
    {
        using var tcp = new TcpClient();
        await tcp.ConnectAsync("127.0.0.1", Client.BaseAddress!.Port);
        var stream = tcp.GetStream();
        var head = $"GET {target} HTTP/1.1\r\nHost: x\r\nX-Caller: {caller}\r\nConnection: close\r\n\r\n";
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }

    private static Task SetCallerAsync(HttpContext context, RequestDelegate next)
    {
        var requirement = context.GetEndpoint()?.Metadata.GetMetadata<CallerRequirement>();
        if (requirement is null) return next(context);
        var parts = context.Request.Headers["X-Caller"].ToString().Split(':');
        if (parts[0].Length == 0)
        {
            return ErrorResponses.WriteAsync(context, new Refusal(ErrorCode.Unauthorized, "No credential."));
        }
        TenantId? tenant = parts.Length > 1 ? new TenantId(parts[1]) : null;
        var caller = new Caller(tenant, null, parts[0] is "platform" or "key", parts[0] == "admin", null);
        var isAllowed = requirement.Right switch
        {
            CallerRight.Platform => caller.IsPlatform,
            CallerRight.Admin => caller.IsPlatform || caller.IsTenantAdmin,
            _ => true,
        };
        context.Features.Set(caller);
        return isAllowed
            ? next(context)
            : ErrorResponses.WriteAsync(context, new Refusal(ErrorCode.Forbidden, "Not with this credential."));
    }
}

internal static class ResponseAssertions
{
    /// <summary>The body of an answer with this status.</summary>
    public static async Task<JsonElement> JsonAsync(this Task<HttpResponseMessage> pending, int status)
    {
        using var response = await pending;
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(status == (int)response.StatusCode, $"Expected {status}, got {(int)response.StatusCode}: {body}");
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        return JsonDocument.Parse(body).RootElement;
    }

    /// <summary>The envelope of a refusal: its status, its code, and a message that says this.</summary>
    public static async Task<JsonElement> RefusedAsync(
        this Task<HttpResponseMessage> pending, int status, string code, string says)
    {
        var error = (await pending.JsonAsync(status)).GetProperty("error");
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Equal(status, error.GetProperty("status").GetInt32());
        Assert.Contains(says, error.GetProperty("message").GetString(), StringComparison.Ordinal);
        return error;
    }
}
