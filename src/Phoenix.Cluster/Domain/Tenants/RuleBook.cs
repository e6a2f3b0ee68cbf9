using System.Collections.Immutable;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Domain.Tenants;

/// <summary>The definitions in force behind one row of a tenant's log: what the next row is scored by.</summary>
public sealed class RuleBook
{
    private readonly ImmutableDictionary<LeaderboardId, LeaderboardDefinition> _boards;

    private RuleBook(ImmutableDictionary<LeaderboardId, LeaderboardDefinition> boards)
    {
        _boards = boards;
        Active =
        [
            .. boards.Values.Where(b => b.Status == LeaderboardStatus.Active)
                .OrderBy(b => b.LeaderboardId.Value, StringComparer.Ordinal),
        ];
    }

    /// <summary>The boards that score, in a fixed order.</summary>
    public ImmutableArray<LeaderboardDefinition> Active { get; }

    /// <summary>The book behind row <paramref name="position"/>.</summary>
    public static RuleBook At(IEnumerable<PositionedDefinition> definitions, long position)
    {
        var boards = ImmutableDictionary.CreateBuilder<LeaderboardId, LeaderboardDefinition>();
        foreach (var entry in definitions)
        {
            if (entry.Position > position) break;
            boards[entry.Definition.LeaderboardId] = entry.Definition;
        }
        return new RuleBook(boards.ToImmutable());
    }

    /// <summary>The book behind one more definition.</summary>
    public RuleBook With(LeaderboardDefinition definition) =>
        new(_boards.SetItem(definition.LeaderboardId, definition));
}
