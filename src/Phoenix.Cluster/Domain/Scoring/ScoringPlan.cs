using System.Text;
using Phoenix.Cluster.Domain.Scoring.Expressions;
using Phoenix.Cluster.Domain.Scoring.Fields;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring;

/// <summary>How a tenant's active boards score at one moment of its log, compiled once, run for each event.</summary>
/// <remarks>Immutable; any number of threads may score by it, each with its own <see cref="Scorer"/>.</remarks>
public sealed class ScoringPlan
{
    private readonly BoardProgram[] _boards;
    private readonly FieldLinks[] _links;
    private readonly Dictionary<byte[], RuleRef[]> _rulesByType;
    private readonly Dictionary<byte[], RuleRef[]>.AlternateLookup<ReadOnlySpan<byte>> _rulesBySpan;

    private ScoringPlan(TenantId tenant, BoardProgram[] boards)
    {
        _boards = boards;
        Fields = new FieldTable(tenant);
        _links = [.. boards.Select(b => Fields.Link(b.Paths))];
        var rules = boards
            .SelectMany((b, board) => b.Rules.Select((r, rule) => (r.EventType, Ref: new RuleRef(board, rule))))
            .ToLookup(r => r.EventType, r => r.Ref, StringComparer.Ordinal);
        RulesOfAnyType = [.. rules[RuleProgram.AnyType]];
        _rulesByType = rules.Where(r => r.Key != RuleProgram.AnyType)
            .ToDictionary(r => Encoding.UTF8.GetBytes(r.Key), r => r.ToArray(), Utf8Comparer.Instance);
        _rulesBySpan = _rulesByType.GetAlternateLookup<ReadOnlySpan<byte>>();
    }

    /// <summary>How many boards the plan has.</summary>
    public int BoardCount => _boards.Length;

    internal FieldTable Fields { get; }

    /// <summary>The rules for <c>*</c>, in the order of boards and of rules within them.</summary>
    internal RuleRef[] RulesOfAnyType { get; }

    /// <summary>Compiles the rules of <paramref name="boards"/>; a board's place in the list is its index.</summary>
    /// <param name="previous">
    /// A plan from before: what it has compiled of a config that comes again (the same instance) is used again, so
    /// that a change of one board among hundreds costs the compilation of one.
    /// </param>
    /// <exception cref="ArgumentException"><see cref="ScoringRules.Check"/> refuses a config.</exception>
    public static ScoringPlan Compile(
        TenantId tenant, IReadOnlyList<LeaderboardDefinition> boards, ScoringPlan? previous = null)
    {
        ArgumentNullException.ThrowIfNull(boards);
        var known = new Dictionary<LeaderboardConfig, BoardProgram>(ReferenceEqualityComparer.Instance);
        foreach (var board in previous?._boards ?? []) known[board.Config] = board;
        return new ScoringPlan(tenant, [.. boards.Select(b => known.GetValueOrDefault(b.Config) ?? Compile(b))]);
    }

    /// <summary>A scorer for one thread.</summary>
    public Scorer NewScorer() => new(this);

    internal BoardProgram Board(int board) => _boards[board];

    internal FieldLinks Links(int board) => _links[board];

    /// <summary>The rules for exactly this type, in the order of boards and of rules within them.</summary>
    internal RuleRef[] RulesOf(ReadOnlySpan<byte> type) => _rulesBySpan.TryGetValue(type, out var rules) ? rules : [];

    private static BoardProgram Compile(LeaderboardDefinition board)
    {
        try
        {
            return new BoardProgram(board.Config);
        }
        catch (Exception fault) when (fault is ArgumentException or ExpressionException)
        {
            throw new ArgumentException(
                $"Leaderboard '{board.LeaderboardId}' cannot be scored: {fault.Message}", nameof(board), fault);
        }
    }

    /// <summary>A rule of a board, both by index.</summary>
    internal readonly record struct RuleRef(int Board, int Rule)
    {
        public bool IsBefore(RuleRef other) => Board < other.Board || (Board == other.Board && Rule < other.Rule);
    }
}
