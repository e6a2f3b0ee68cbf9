using Phoenix.Messages.Ops;

namespace Phoenix.Http.Hosting;

/// <summary>The operators' way to this node's ops actor.</summary>
public interface IOpsClient
{
    /// <summary>Asks once; the result is the reply or a refusal.</summary>
    ValueTask<object> AskAsync(IOpsQuery query, CancellationToken cancellation);
}
