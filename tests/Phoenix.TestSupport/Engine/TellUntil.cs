using Akka.Actor;
using Phoenix.Messages.Tenants;

namespace Phoenix.TestSupport.Engine;

/// <summary>Sends a request to its tenant again and again while the engine's clock runs, as a caller who retries.</summary>
/// <remarks>A request that meets a dying actor is lost, as on a node.</remarks>
internal sealed class TellUntil(EngineKit kit, ITenantMessage message)
{
    private static readonly TimeSpan AnswerMax = TimeSpan.FromMilliseconds(250);
    private readonly Akka.TestKit.TestProbe _probe = kit.Probes.CreateTestProbe();

    /// <summary>The first answer.</summary>
    public Task<object> FirstAsync() => UntilAsync<object>();

    /// <summary>The first answer of this kind.</summary>
    public async Task<object> UntilAsync<T>()
    {
        object? answer = null;
        await kit.EventuallyAsync(
            async () =>
            {
                kit.Tenants.Tell(message, _probe.Ref);
                if (await _probe.TryReceiveOneAsync(AnswerMax, CancellationToken.None) is (true, var received))
                    answer = received.Message;
                return answer is T;
            }, () => $"{message} was never answered by {typeof(T).Name}; the last answer was {answer ?? "none"}.");
        return answer!;
    }
}
