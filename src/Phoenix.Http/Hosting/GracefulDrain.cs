using Microsoft.Extensions.Options;

namespace Phoenix.Http.Hosting;

/// <summary>The first step of a node's end: it still takes requests for a moment, while <c>/ready</c> says 503 already
/// and every answer closes its connection; then it takes no new connection, and answers on those that there are until
/// nobody uses them.</summary>
/// <remarks>
/// The order of an end: this; the web server answers what it has taken; the shards are handed over; the node leaves the
/// cluster. The host stops its services in the reverse order of their start, which gives the rest.
/// </remarks>
internal sealed class GracefulDrain(IOptions<HttpOptions> options, ListenSockets sockets, TimeProvider time)
    : IHostedLifecycleService
{
    /// <summary>The longest wait for clients to stop using the connections that they have.</summary>
    public static readonly TimeSpan QuietWait = TimeSpan.FromSeconds(8);

    /// <summary>A node that nobody asked for this long is asked no more: the server closes what is still open, and a
    /// request that comes at that very moment is cut off.</summary>
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(500);

    private long _lastRequest;

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(options.Value.Drain, time, cancellationToken);
        await sockets.CloseAsync(cancellationToken);
        var closed = time.GetTimestamp();
        OnRequest();
        while (Quiet - time.GetElapsedTime(Volatile.Read(ref _lastRequest)) is var left && left > TimeSpan.Zero
            && time.GetElapsedTime(closed) < QuietWait)
        {
            await Task.Delay(left, time, cancellationToken);
        }
    }

    /// <summary>Somebody still uses the connection that he has.</summary>
    public void OnRequest() => Volatile.Write(ref _lastRequest, time.GetTimestamp());

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Lays <see cref="GracefulDrain"/>'s part of the pipeline.</summary>
internal static class GracefulDrainExtensions
{
    public static IServiceCollection AddGracefulDrain(this IServiceCollection services) => services
        .AddSingleton<GracefulDrain>()
        .AddHostedService(provider => provider.GetRequiredService<GracefulDrain>());

    /// <summary>While the host stops, clients are told to come back by a new connection, to another node.</summary>
    public static WebApplication UseGracefulDrain(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        var drain = app.Services.GetRequiredService<GracefulDrain>();
        app.Use((context, next) =>
        {
            if (stopping.IsCancellationRequested)
            {
                drain.OnRequest();
                context.Response.Headers.Connection = "close";
            }
            return next(context);
        });
        return app;
    }
}
