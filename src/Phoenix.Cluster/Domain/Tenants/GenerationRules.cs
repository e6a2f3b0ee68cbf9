using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Domain.Tenants;

/// <summary>What one generation is scored by, row by row: a pure function of the generation and its tenant's
/// log.</summary>
/// <remarks>
/// Up to the row that asked for it the generation's own history decides; behind that row what the log says of this
/// generation, and once it serves what it says of the board. Rows are to be given in order, from any one on that is not
/// behind the last checkpoint.
/// </remarks>
public sealed class GenerationRules
{
    private readonly BoardGeneration _generation;
    private readonly Dictionary<long, LeaderboardDefinition> _history;
    private bool _isServing;

    /// <param name="position">The last row that is scored already.</param>
    public GenerationRules(BoardGeneration generation, long position)
    {
        _generation = generation;
        _history = generation.History.ToDictionary(h => h.Position, h => h.Definition);
        _isServing = position >= generation.ActivatedAt;
    }

    /// <summary>The definition before the first row; null where a row of the log brings it.</summary>
    public LeaderboardDefinition? First =>
        _generation.History.Count > 0 ? _generation.History[0].Definition : null;

    /// <summary>The definition that the row sets for what stands behind it, or null where it sets none.</summary>
    public LeaderboardDefinition? DefinitionAt(long position, ITenantEvent row)
    {
        if (position <= _generation.AskedAt) return _history.GetValueOrDefault(position);
        switch (row)
        {
            case GenerationDefined e when IsMine(e.Definition, e.Generation):
                return e.Definition;
            case GenerationActivated e when IsMine(e.Definition, e.Generation):
                _isServing = true;
                return e.Definition;
            case LeaderboardDefined e when _isServing && e.Definition.LeaderboardId == _generation.LeaderboardId:
                return e.Definition;
            default:
                return null;
        }
    }

    private bool IsMine(LeaderboardDefinition definition, int number) =>
        definition.LeaderboardId == _generation.LeaderboardId && number == _generation.Number;
}
