using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Live;

/// <summary>A view as a hub knows it, at one position of the log.</summary>
/// <param name="Refusal">Why there is nothing to show; then there are no rows, and no window.</param>
internal sealed record ViewState(
    string WindowKey, long Sequence, long Position, long AsOfUs, long Total, IReadOnlyList<StandingsEntry> Entries,
    Refusal? Refusal = null);
