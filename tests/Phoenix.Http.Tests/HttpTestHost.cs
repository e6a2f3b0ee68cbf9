using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Phoenix.Http.Hosting;
using Phoenix.Http.Tokens;
using Phoenix.Messages.Ids;

namespace Phoenix.Http.Tests;

/// <summary>
/// The gateway on an in-memory server (or on Kestrel, on a free port), over a fake engine and a fake clock.
/// </summary>
public sealed class HttpTestHost : IAsyncDisposable
{
    public const string AdminKey = "test-admin-key";
    public const string Tenant = "acme";

    /// <summary>Where the clock starts.</summary>
    public static readonly DateTimeOffset Start = new(2025, 11, 18, 13, 0, 0, TimeSpan.Zero);

    public static readonly byte[] SigningKeyBytes = Encoding.ASCII.GetBytes("0123456789abcdef0123456789abcdef");
    public static readonly byte[] PreviousKeyBytes = Encoding.ASCII.GetBytes("fedcba9876543210fedcba9876543210");

    private readonly WebApplication _app;
    private string? _token;

    private HttpTestHost(WebApplication app, FakeEngine engine, FakeTimeProvider time, bool isKestrel)
    {
        _app = app;
        Engine = engine;
        Time = time;
        Client = isKestrel ? new HttpClient { BaseAddress = new Uri(app.Urls.First()) } : app.GetTestClient();
    }

    public FakeEngine Engine { get; }
    public FakeTimeProvider Time { get; }
    public HttpClient Client { get; }
    public IServiceProvider Services => _app.Services;
    public Uri Address => new(_app.Urls.First());

    public static async Task<HttpTestHost> StartAsync(
        Action<IServiceCollection>? services = null, Action<WebApplication>? map = null,
        IReadOnlyDictionary<string, string?>? settings = null, bool kestrel = false)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { EnvironmentName = "Production" });
        builder.Configuration.AddInMemoryCollection(DefaultSettings());
        if (settings is not null) builder.Configuration.AddInMemoryCollection(settings);
        builder.Logging.ClearProviders();
        if (kestrel) builder.WebHost.UseKestrel().UseUrls("http://127.0.0.1:0");
        else builder.WebHost.UseTestServer();
        var engine = new FakeEngine();
        var time = new FakeTimeProvider(Start);
        builder.Services.AddSingleton<TimeProvider>(time);
        builder.Services.AddSingleton<IEngineClient>(engine);
        builder.AddPhoenixHttp();
        services?.Invoke(builder.Services);
        var app = builder.Build();
        app.UsePhoenixHttp();
        map?.Invoke(app);
        await app.StartAsync();
        return new HttpTestHost(app, engine, time, kestrel);
    }

    public static Dictionary<string, string?> DefaultSettings() => new()
    {
        ["Phoenix:Auth:GamerTokens:SigningKey"] = Convert.ToBase64String(SigningKeyBytes),
        ["Phoenix:Auth:GamerTokens:PreviousSigningKeys:0"] = Convert.ToBase64String(PreviousKeyBytes),
        ["Phoenix:Admin:ApiKeys:0"] = AdminKey,
    };

    /// <summary>A valid token of <see cref="Tenant"/>, or of another.</summary>
    public string Token(string? userId = null, string tenant = Tenant, params string[] roles) =>
        _app.Services.GetRequiredService<GamerTokenIssuer>()
            .Issue(new TenantId(tenant), userId, TimeSpan.FromHours(1), roles).Token;

    /// <summary>
    /// A token with exactly these parts, signed HS256 with <paramref name="key"/> (the server's where null).
    /// </summary>
    public static string Mint(string payload, string header = """{"alg":"HS256","typ":"JWT"}""", byte[]? key = null)
    {
        var signed = Base64(header) + "." + Base64(payload);
        return signed + "." + System.Buffers.Text.Base64Url.EncodeToString(
            HMACSHA256.HashData(key ?? SigningKeyBytes, Encoding.ASCII.GetBytes(signed)));
    }

    public static string Base64(string text) =>
        System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));

    /// <summary>The claims of a valid token, with more behind them.</summary>
    public static string Claims(string more = "\"org_id\":\"acme\"", long lifetimeSeconds = 3600) =>
        $$"""{"iss":"phoenix","aud":"phoenix","exp":{{Start.ToUnixTimeSeconds() + lifetimeSeconds}},{{more}}}""";

    /// <summary>Posts a body with a valid token (or <paramref name="token"/>; none where it is empty).</summary>
    public Task<HttpAnswer> PostAsync(
        string path, string body, string? token = null, string? contentType = "application/json") =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), token, contentType);

    public Task<HttpAnswer> PostAsync(
        string path, byte[] body, string? token = null, string? contentType = "application/json",
        Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        if (contentType is not null) request.Content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        token ??= _token ??= Token();
        if (token.Length > 0) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        change?.Invoke(request);
        return SendAsync(request);
    }

    public async Task<HttpAnswer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request);
        return await HttpAnswer.ReadAsync(response);
    }

    /// <summary>Sends these bytes to the real server, and nothing behind them; all that it says before it closes the
    /// connection.</summary>
    public async Task<string> SendRawAsync(string request)
    {
        using var giveUp = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, giveUp.Token);
        await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(request), giveUp.Token);
        return await new StreamReader(client.GetStream()).ReadToEndAsync(giveUp.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.DisposeAsync();
    }
}
