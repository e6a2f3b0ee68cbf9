using Microsoft.Extensions.Options;

namespace Phoenix.Http.Hosting;

/// <summary>The first step of a node's end: it still takes requests for a moment, while <c>/ready</c> says 503 already
/// and every answer closes its connection; then it takes no new connection.</summary>
/// <remarks>
/// The order of an end: this; the web server answers what it has taken; the shards are handed over; the node leaves the
/// cluster. The host stops its services in the reverse order of their start, which gives the rest.
/// </remarks>
internal sealed class GracefulDrain(IOptions<HttpOptions> options, ListenSockets sockets, TimeProvider time)
    : IHostedLifecycleService
{
    /// <summary>For the first requests of the connections that were taken last.</summary>
    private static readonly TimeSpan LastRequests = TimeSpan.FromMilliseconds(500);

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(options.Value.Drain, time, cancellationToken);
        await sockets.CloseAsync(cancellationToken);
        await Task.Delay(LastRequests, time, cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Lays <see cref="GracefulDrain"/>'s part of the pipeline.</summary>
internal static class GracefulDrainExtensions
{
    /// <summary>While the host stops, clients are told to come back by a new connection, to another node.</summary>
    public static WebApplication UseGracefulDrain(this WebApplication app)
    {
        var stopping = app.Lifetime.ApplicationStopping;
        app.Use((context, next) =>
        {
            if (stopping.IsCancellationRequested) context.Response.Headers.Connection = "close";
            return next(context);
        });
        return app;
    }
}
