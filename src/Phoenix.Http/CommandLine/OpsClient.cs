using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Phoenix.Http.CommandLine;

/// <summary>Asks a node's admin gateway, and shows what it answers.</summary>
internal sealed class OpsClient : IDisposable
{
    /// <summary>The node, where <c>--url</c> isn't given.</summary>
    public const string UrlVariable = "PHOENIX_URL";

    /// <summary>The credential, where <c>--api-key</c> isn't given.</summary>
    public const string KeyVariable = "PHOENIX_API_KEY";

    private const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>More than a node takes to answer anything.</summary>
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    private readonly HttpClient _http;
    private readonly VerbContext _context;

    public OpsClient(VerbContext context)
    {
        _context = context;
        var url = Arguments.UrlOf(
            "--url", context.Arguments.Text("--url") ?? context.Environment(UrlVariable) ?? DefaultUrl);
        var key = Arguments.CredentialOf(
            context.Arguments.Text("--api-key") ?? context.Environment(KeyVariable), "API key")
            ?? DevelopmentFile.Read(context.Environment, "admin_key")
            ?? throw new UsageException(
                $"there is no credential: give --api-key KEY or set {KeyVariable} "
                + $"({DevelopmentFile.PathOf(context.Environment)}, where a node started in Development in this "
                + "folder keeps one, holds none)");
        // A proxy of the environment is for the outside; it knows no loopback address of this machine.
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false, ConnectTimeout = TimeSpan.FromSeconds(5), UseProxy = !url.IsLoopback,
        };
        _http = new HttpClient(handler) { BaseAddress = url, Timeout = Timeout };
        // Takes an API key and a JWT with the role phoenix.platform alike.
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);
    }

    /// <summary>The options of every verb that asks a node.</summary>
    public static IReadOnlyList<VerbOption> Options { get; } =
    [
        new("--url", "URL", $"a node (default: {UrlVariable}, else {DefaultUrl})"),
        new("--api-key", "KEY", $"an admin API key or a platform token (default: {KeyVariable})"),
        new("--json", null, "print the answer as it came, in JSON"),
    ];

    /// <summary>Asks once and shows the answer; the result is <see cref="OpsCommand.ExitOk"/>.</summary>
    /// <param name="show">Writes the answer for people; with <c>--json</c> it is printed as it came instead.</param>
    public static async Task<int> ShowAsync(
        VerbContext context, HttpMethod method, string path, object? body, Action<TextWriter, JsonElement> show)
    {
        using var client = new OpsClient(context);
        using var answer = await client.SendAsync(method, path, body);
        await client.PrintAsync(answer.RootElement, show);
        return OpsCommand.ExitOk;
    }

    /// <summary>The same, of a GET.</summary>
    public static Task<int> ShowAsync(VerbContext context, string path, Action<TextWriter, JsonElement> show) =>
        ShowAsync(context, HttpMethod.Get, path, null, show);

    /// <summary>Writes an answer for people, or with <c>--json</c> as it came.</summary>
    public async Task PrintAsync(JsonElement answer, Action<TextWriter, JsonElement> show)
    {
        if (_context.Arguments.Has("--json")) await _context.Output.WriteLineAsync(answer.GetRawText());
        else show(_context.Output, answer);
    }

    /// <exception cref="OpsException">The node can't be reached, or refused; the message says which.</exception>
    public async Task<JsonDocument> SendAsync(HttpMethod method, string path, object? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null) request.Content = JsonContent.Create(body);
        try
        {
            using var response = await _http.SendAsync(request, _context.Cancellation);
            var text = await response.Content.ReadAsStringAsync(_context.Cancellation);
            return response.IsSuccessStatusCode ? JsonDocument.Parse(text) : throw Refused(response, text);
        }
        catch (HttpRequestException e)
        {
            throw new OpsException($"{_http.BaseAddress} can't be reached: {e.Message}");
        }
        catch (JsonException)
        {
            throw new OpsException($"{_http.BaseAddress} answered with what is no JSON: is it a node of Phoenix?");
        }
        catch (TaskCanceledException) when (!_context.Cancellation.IsCancellationRequested)
        {
            throw new OpsException($"{_http.BaseAddress} did not answer within {Timeout.TotalSeconds} s");
        }
    }

    private static OpsException Refused(HttpResponseMessage response, string text)
    {
        using var envelope = JsonDocument.Parse(text.Length == 0 ? "{}" : text);
        var message = envelope.RootElement.TryGetProperty("error", out var error)
            ? $"{error.GetProperty("code").GetString()}: {error.GetProperty("message").GetString()}"
            : response.ReasonPhrase;
        return new OpsException($"{(int)response.StatusCode} {message}");
    }

    public void Dispose() => _http.Dispose();
}
