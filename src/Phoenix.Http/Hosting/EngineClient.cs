using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Hosting;

/// <summary>
/// The endpoints' way to the engine: asks the shard regions and the registry reader, and asks again where no answer
/// comes.
/// </summary>
public interface IEngineClient
{
    /// <summary>
    /// Asks a tenant. A message that gets no answer is sent again (same ids) inside the deadline; the result is the
    /// reply or a <see cref="Refusal"/>. For writes, after an attempt of unknown outcome a later refusal becomes
    /// <see cref="ErrorCode.InternalError"/>.
    /// </summary>
    ValueTask<object> AskTenantAsync(ITenantMessage message, CancellationToken cancellation);

    /// <summary>Asks a leaderboard; the result is the reply or a <see cref="Refusal"/>.</summary>
    ValueTask<object> AskLeaderboardAsync(ILeaderboardQuery query, CancellationToken cancellation);

    /// <summary>Asks this node's registry reader; the result is the reply or a <see cref="Refusal"/>.</summary>
    ValueTask<object> AskRegistryAsync(IRegistryQuery query, CancellationToken cancellation);
}
