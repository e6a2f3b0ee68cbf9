using System.Collections.Concurrent;
using Phoenix.Http.Hosting;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Ops;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Tests.Query;

/// <summary>An engine that answers as the test says and remembers what it was asked.</summary>
public sealed class FakeEngine : IEngineClient, IOpsClient
{
    private readonly ConcurrentQueue<object> _asked = new();

    /// <summary>Makes the reply to any message; null: no reply is made for it, which is a fault of the test.</summary>
    public Func<object, object?> Reply { get; set; } = _ => null;

    /// <summary>Where set, what an ask waits for before it replies.</summary>
    public Func<CancellationToken, Task> Wait { get; set; } = _ => Task.CompletedTask;

    public IReadOnlyList<object> Asked => [.. _asked];

    public T Single<T>() => Assert.Single(_asked.OfType<T>());

    public void Reset()
    {
        _asked.Clear();
        Reply = _ => null;
        Wait = _ => Task.CompletedTask;
    }

    public ValueTask<object> AskTenantAsync(ITenantMessage message, CancellationToken cancellation) =>
        AnswerAsync(message, cancellation);

    public ValueTask<object> AskLeaderboardAsync(ILeaderboardQuery query, CancellationToken cancellation) =>
        AnswerAsync(query, cancellation);

    public ValueTask<object> AskRegistryAsync(IRegistryQuery query, CancellationToken cancellation) =>
        AnswerAsync(query, cancellation);

    public ValueTask<object> AskAsync(IOpsQuery query, CancellationToken cancellation) =>
        AnswerAsync(query, cancellation);

    private async ValueTask<object> AnswerAsync(object message, CancellationToken cancellation)
    {
        _asked.Enqueue(message);
        await Wait(cancellation);
        return Reply(message) ?? throw new InvalidOperationException($"The test has no reply to {message}.");
    }
}
