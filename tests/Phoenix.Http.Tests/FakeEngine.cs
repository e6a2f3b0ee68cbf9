using System.Collections.Concurrent;
using Phoenix.Http.Hosting;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Tests;

/// <summary>An engine that notes what it is asked and answers as told; events it takes unless told otherwise.</summary>
public sealed class FakeEngine : IEngineClient
{
    private long _position;

    /// <summary>Everything asked, in order.</summary>
    public ConcurrentQueue<object> Asked { get; } = new();

    /// <summary>The answer to a message; null lets the next rule, and at last the default, answer.</summary>
    public Func<object, object?>? Answer { get; set; }

    /// <summary>All events taken so far.</summary>
    public IReadOnlyList<AcceptEvents> Accepted => [.. Asked.OfType<AcceptEvents>()];

    public ValueTask<object> AskTenantAsync(ITenantMessage message, CancellationToken cancellation) => Reply(message);
    public ValueTask<object> AskLeaderboardAsync(ILeaderboardQuery query, CancellationToken cancellation) =>
        Reply(query);
    public ValueTask<object> AskRegistryAsync(IRegistryQuery query, CancellationToken cancellation) => Reply(query);

    private ValueTask<object> Reply(object message)
    {
        Asked.Enqueue(message);
        return new(Answer?.Invoke(message) ?? message switch
        {
            AcceptEvents accept => new EventsAcceptedReply(
                Interlocked.Increment(ref _position), new bool[accept.Events.Count]),
            _ => new Refusal(ErrorCode.NotFound, "The fake engine knows nothing of it."),
        });
    }
}
