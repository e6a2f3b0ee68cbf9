using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Live;

/// <summary>One published state of a view: what all its sockets share, its bytes above all. Thread-safe.</summary>
/// <param name="number">One more with every frame of the feed.</param>
/// <param name="delta">What leads here from the frame before; null where nothing does.</param>
internal sealed class ViewFrame(
    long number, LeaderboardId leaderboard, LiveView view, ViewState state, ViewDelta? delta)
{
    private byte[]? _snapshot;
    private byte[]? _update;

    public long Number => number;
    public ViewState State => state;

    /// <summary>The <c>snapshot</c> message, made once.</summary>
    public ReadOnlyMemory<byte> Snapshot => _snapshot ??= LiveJson.Snapshot(leaderboard, view, state, isOneOff: false);

    /// <summary>The <c>update</c> message for who has the frame before, made once; null: there is none.</summary>
    public byte[]? Update => delta is null ? null : _update ??= LiveJson.Update(state, delta);

    /// <summary>The snapshot for who asked for this page once.</summary>
    public byte[] OneOff() => LiveJson.Snapshot(leaderboard, view, state, isOneOff: true);

    /// <summary>The same rows, known to stand at a later position.</summary>
    public ViewFrame MovedTo(ViewState later) => new(number, leaderboard, view, later, delta);
}
