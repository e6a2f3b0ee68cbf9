using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.WebConsole;

/// <summary>A Development node and a browser, for all tests of a class.</summary>
public class ConsoleFixture : IAsyncLifetime
{
    private const float PatienceMs = 30_000;

    private readonly DataFolder _data = new();
    private readonly IReadOnlyDictionary<string, string> _variables;
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private NodeProcess? _node;

    public ConsoleFixture() : this(new Dictionary<string, string>())
    {
    }

    /// <param name="variables">Further configuration of the node.</param>
    protected ConsoleFixture(IReadOnlyDictionary<string, string> variables) => _variables = variables;

    /// <summary>A token of the tenant <c>demo</c> with <c>phoenix.admin</c>, as the node printed it.</summary>
    public string AdminToken { get; private set; } = "";

    /// <summary>One without a role.</summary>
    public string Token { get; private set; } = "";

    public Uri Url => _node!.Url;

    public async Task InitializeAsync()
    {
        // Every test is skipped then.
        if (Chromium.Path is null) return;
        _node = await NodeProcess.StartReadyAsync(
            new NodeSettings { DataDirectory = _data.Path, Variables = _variables });
        await using (var file = File.OpenRead(Path.Combine(_data.Path, "development.json")))
        {
            using var printed = await JsonDocument.ParseAsync(file);
            AdminToken = printed.RootElement.GetProperty("admin_token").GetString()!;
            Token = printed.RootElement.GetProperty("token").GetString()!;
        }

        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new BrowserTypeLaunchOptions { ExecutablePath = Chromium.Path, Args = Chromium.Arguments });
        Assertions.SetDefaultExpectTimeout(PatienceMs);
    }

    public async Task DisposeAsync()
    {
        if (_browser is not null) await _browser.CloseAsync();
        _playwright?.Dispose();
        if (_node is not null) await _node.DisposeAsync();
        _data.Dispose();
    }

    /// <summary>Opens the console in a window of its own, signed in where a credential is given.</summary>
    /// <param name="password">What the browser answers where the node asks for a password.</param>
    public async Task<ConsolePage> OpenAsync(
        string? credential = null, int width = 1280, int height = 900, string? password = null)
    {
        var context = await _browser!.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            HttpCredentials = password is null ? null : new HttpCredentials { Username = "any", Password = password },
        });
        context.SetDefaultTimeout(PatienceMs);
        var page = await ConsolePage.OpenAsync(context, new Uri(Url, "/console"));
        if (credential is not null) await page.SignInAsync(credential);
        return page;
    }

    /// <summary>Kills the node and starts it again, with its data and at its address.</summary>
    public async Task RestartAsync()
    {
        var settings = _node!.Settings;
        await _node.DisposeAsync();
        _node = await NodeProcess.StartReadyAsync(settings);
    }

    /// <summary>The node stands still: connections to it are made, and nothing answers.</summary>
    public void Pause() => _node!.Pause();

    /// <summary>It goes on.</summary>
    public void Resume() => _node!.Resume();

    /// <summary>Creates a board in the tenant <c>demo</c>.</summary>
    public Task CreateBoardAsync(string board, object config) =>
        new NodeApi(_node!.Http, "demo").CreateBoardAsync(board, config);

    /// <summary>An all-time board of <c>attrs.score</c> over events of a type that no other test sends.</summary>
    public Task CreateBoardAsync(string board) => CreateBoardAsync(board, ConfigOf($"{board}.scored"));

    /// <summary>Sends one event of <c>demo</c> with a score.</summary>
    public Task SendAsync(string board, string user, int score) => SendAsync($"{board}.scored", user, new { score });

    /// <summary>Sends one event of <c>demo</c>, of now unless another time is given.</summary>
    public Task SendAsync(string type, string user, object attributes, DateTimeOffset? occurredAt = null) =>
        new NodeApi(_node!.Http, "demo").SendAsync(new
        {
            event_id = Guid.NewGuid().ToString("N"),
            type,
            actor = new { user_id = user },
            occurred_at = occurredAt ?? TimeProvider.System.GetUtcNow(),
            attrs = attributes,
        });

    /// <summary>Gives a board another config.</summary>
    public async Task ChangeBoardAsync(string board, object config)
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"/v1/leaderboards/{board}");
        request.Headers.Authorization = new("Bearer", AdminToken);
        request.Content = JsonContent.Create(new { config });
        using var response = await _node!.Http.SendAsync(request);
        response.EnsureSuccessStatusCode();
    }

    /// <summary>An answer of the API to an admin.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Authorization = new("Bearer", AdminToken);
        using var response = await _node!.Http.SendAsync(request);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    private static object ConfigOf(string type) => new
    {
        timeframe = new { type = "all_time" },
        scoring = new { rules = new[] { new { event_type = type, points_expression = "attrs.score" } } },
    };
}
