using Phoenix.Cluster.Domain.Scoring.Fields;
using Phoenix.Cluster.Domain.Scoring.Predicates;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring;

/// <summary>The filters and rules of one config, compiled.</summary>
/// <remarks>Knows nothing of the plan, so that every plan can use it.</remarks>
internal sealed class BoardProgram
{
    private readonly Predicate[] _filters;

    public BoardProgram(LeaderboardConfig config)
    {
        Config = config;
        _filters = [.. config.Filters.Select(f => PredicateCompiler.Compile(f, Paths))];
        Rules = [.. config.Scoring.Rules.Select(r => new RuleProgram(r, config.Scoring.Aggregation, Paths))];
        ReadsBody = Paths.Paths.Any(p => FieldPath.SourceOf(p) == FieldSource.Body);
    }

    public LeaderboardConfig Config { get; }
    public PathList Paths { get; } = new();
    public RuleProgram[] Rules { get; }

    /// <summary>False where the record holds all that the board looks at; then the body isn't parsed for it.</summary>
    public bool ReadsBody { get; }

    public bool FilterHolds(int filter, FieldValues fields) => _filters[filter].Holds(fields);

    public bool FiltersHold(FieldValues fields)
    {
        foreach (var filter in _filters)
        {
            if (!filter.Holds(fields)) return false;
        }
        return true;
    }
}
