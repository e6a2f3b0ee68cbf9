using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Live;

/// <summary>One state of a view: what all its sockets share, its bytes above all. Thread-safe.</summary>
/// <param name="number">One more with every state of the feed.</param>
/// <param name="step">What leads here from an earlier state; null where nothing does.</param>
internal sealed class ViewFrame(
    long number, LeaderboardId leaderboard, LiveView view, ViewState state, ViewStep? step)
{
    private readonly ViewStep? _step = step;
    private byte[]? _snapshot;
    private byte[]? _update;

    public long Number => number;
    public ViewState State => state;

    /// <summary>The <c>snapshot</c> message, made once.</summary>
    public byte[] Snapshot => _snapshot ??= LiveJson.Snapshot(leaderboard, view, state, isOneOff: false);

    /// <summary>The <c>update</c> message for who has that state, made once; null: a snapshot it must be.</summary>
    public byte[]? UpdateFrom(long former) =>
        _step?.From == former ? _update ??= LiveJson.Update(state, _step.Delta) : null;

    /// <summary>The snapshot for who asked for this page once.</summary>
    public byte[] OneOff() => LiveJson.Snapshot(leaderboard, view, state, isOneOff: true);

    /// <summary>The same rows, known to stand at a later position.</summary>
    public ViewFrame MovedTo(ViewState later) => new(number, leaderboard, view, later, _step);

    /// <summary>This and then <paramref name="next"/>, for who has had neither.</summary>
    public ViewFrame Then(ViewFrame next)
    {
        if (next.Number <= number) return this;
        return new ViewFrame(next.Number, leaderboard, view, next.State, _step?.Then(number, next._step));
    }
}
