using Akka.Actor;
using Akka.Hosting;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ops;
using Phoenix.Messages.Routing;

namespace Phoenix.Http.Hosting;

/// <summary>Asks this node's ops actor, which answers within its own limit; silence to the end is a 503.</summary>
internal sealed class AkkaOpsClient(IServiceProvider services) : IOpsClient
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async ValueTask<object> AskAsync(IOpsQuery query, CancellationToken cancellation)
    {
        var registry = services.GetService<IReadOnlyActorRegistry>();
        if (registry is null || !registry.TryGet<OpsDesk>(out var ops))
            return Refusal.Unavailable("This node is starting; try again.");
        try
        {
            return await ops.Ask<object>(query, Timeout, cancellation);
        }
        catch (AskTimeoutException)
        {
            return Refusal.Unavailable("The engine did not answer in time; try again.");
        }
    }
}
