using System.Text.Json;
using Phoenix.Http.Hosting;
using Phoenix.Http.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Health;

/// <summary>Is the process alive, and can this node persist an event now? Open to everyone.</summary>
/// <remarks>
/// <c>/ready</c> is true only by a real write that the engine makes; what does not answer within
/// <see cref="ReadyTimeout"/> is not ready, and neither is a host that is stopping. The bodies are their own:
/// probes know no error envelope.
/// </remarks>
public static partial class HealthApi
{
    /// <summary>How long the engine may take over its checks.</summary>
    public static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(2);

    public static IEndpointConventionBuilder MapHealthApi(this IEndpointRouteBuilder endpoints)
    {
        var group = endpoints.MapGroup("");
        group.MapGet("/health", (RequestDelegate)GetHealthAsync);
        group.MapGet("/ready", (RequestDelegate)GetReadyAsync);
        return group;
    }

    private static Task GetHealthAsync(HttpContext context) =>
        AnswerAsync(context, StatusCodes.Status200OK, "ok", null);

    private static async Task GetReadyAsync(HttpContext context)
    {
        var checks = await CheckAsync(context);
        if (checks.Values.All(problem => problem is null))
        {
            await AnswerAsync(context, StatusCodes.Status200OK, "ready", null);
            return;
        }
        context.Response.Headers.RetryAfter = "1";
        await AnswerAsync(context, StatusCodes.Status503ServiceUnavailable, "not_ready", checks);
    }

    private static async ValueTask<IReadOnlyDictionary<string, string?>> CheckAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        if (stopping.IsCancellationRequested) return ShuttingDown;
        if (services.GetService<ReadinessHold>()?.Reason is { } reason) return Problem("setup", reason);
        var time = services.GetRequiredService<TimeProvider>();
        using var timeout = new CancellationTokenSource(ReadyTimeout, time);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, context.RequestAborted);
        try
        {
            // Waiting is bounded here too: the answer must not hang on whether the engine heeds the token.
            var reply = await services.GetRequiredService<IEngineClient>()
                .AskRegistryAsync(GetReadiness.Instance, cancellation.Token).AsTask().WaitAsync(cancellation.Token);
            return reply switch
            {
                // A node that began to stop meanwhile is not ready, though its engine still was.
                _ when stopping.IsCancellationRequested => ShuttingDown,
                ReadinessReply readiness => readiness.Checks,
                Refusal refusal => Problem("engine", refusal.Message),
                _ => throw RefusableEndpoint.Unexpected(reply),
            };
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            return Problem("engine", "no answer within 2 s");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A probe must hear "not ready" whatever broke; what it was is for the log.
            LogFault(services.GetRequiredService<ILoggerFactory>().CreateLogger(typeof(HealthApi)), e);
            return Problem("engine", "the check failed");
        }
    }

    private static Dictionary<string, string?> ShuttingDown => Problem("host", "this node is shutting down");

    private static Dictionary<string, string?> Problem(string check, string problem) => new() { [check] = problem };

    private static async Task AnswerAsync(
        HttpContext context, int status, string text, IReadOnlyDictionary<string, string?>? checks)
    {
        context.Response.Headers.CacheControl = "no-store";
        await JsonAnswer.WriteAsync(context, status, (text, checks), static (json, answer) =>
        {
            json.WriteStartObject();
            json.WriteString("status"u8, answer.text);
            if (answer.checks is not null)
            {
                json.WriteStartObject("checks"u8);
                foreach (var (name, problem) in answer.checks) json.WriteString(name, problem ?? "ok");
                json.WriteEndObject();
            }
            json.WriteEndObject();
        });
    }

    [LoggerMessage(EventId = 1030, Level = LogLevel.Error, Message = "The readiness check failed")]
    private static partial void LogFault(ILogger logger, Exception exception);
}
