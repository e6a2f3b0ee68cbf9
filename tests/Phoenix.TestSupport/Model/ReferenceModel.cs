using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;

namespace Phoenix.TestSupport.Model;

/// <summary>
/// A tenant's boards as a plain fold over the rows of its log, written apart from the engine's domain: dictionaries,
/// lists and sorting, nothing else.
/// </summary>
public sealed class ReferenceModel
{
    private readonly Dictionary<LeaderboardId, ModelBoard> _boards = [];

    public IReadOnlyDictionary<LeaderboardId, ModelBoard> Boards => _boards;
    public TenantStatus Status { get; private set; }

    /// <summary>Applies the row at this position, which follows the one before.</summary>
    public ReferenceModel Apply(long position, ITenantEvent row)
    {
        foreach (var board in _boards.Values) board.AdvanceTo(row.AcceptedAtUs);
        switch (row)
        {
            case EventsAccepted events:
                foreach (var record in events.Events)
                {
                    foreach (var board in _boards.Values) board.Score(record, position);
                }
                break;
            case LeaderboardDefined { Definition: var definition }:
                if (!_boards.TryGetValue(definition.LeaderboardId, out var defined))
                    _boards[definition.LeaderboardId] = defined = new ModelBoard();
                defined.Define(definition, position);
                break;
            case TenantStatusChanged { Status: var status }:
                Status = status;
                break;
        }
        return this;
    }
}
