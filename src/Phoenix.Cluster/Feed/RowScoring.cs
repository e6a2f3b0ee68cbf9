using System.Collections.Immutable;
using System.Collections.ObjectModel;
using Phoenix.Cluster.Domain.Scoring;
using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Telemetry;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Feed;

/// <summary>Scores rows in their order: each by the definitions that stand before it. One per run of a stream; not
/// thread-safe.</summary>
internal sealed class RowScoring : IContributionSink
{
    private static readonly ReadOnlyDictionary<LeaderboardId, RowSection> NoSections =
        ReadOnlyDictionary<LeaderboardId, RowSection>.Empty;

    private readonly TenantId _tenantId;
    private readonly Func<LeaderboardId, bool> _isWanted;
    private readonly Func<LogRow, LeaderboardDefinition?> _definitionAt;
    private readonly string _run;
    private readonly FeedInstruments? _instruments;
    private RuleBook _rules;
    private ImmutableArray<LeaderboardDefinition> _boards;
    private ScoringPlan? _plan;
    private Scorer? _scorer;
    private List<ScoredEntry>?[] _entries = [];
    private ReadOnlyMemory<byte> _userId;
    private long _occurredAtUs;
    private int _contributions;

    /// <param name="rules">The definitions behind the row before the first.</param>
    /// <param name="isWanted">Which boards to score for; the others' sections are left out.</param>
    /// <param name="definitionAt">What a row sets for those behind it; default: what it says of the serving
    /// boards.</param>
    /// <param name="run">The kind of run, as the instruments name it; without them nothing is counted.</param>
    public RowScoring(
        TenantId tenantId, RuleBook rules, Func<LeaderboardId, bool> isWanted,
        Func<LogRow, LeaderboardDefinition?>? definitionAt = null, string run = FeedInstruments.Live,
        FeedInstruments? instruments = null)
    {
        (_tenantId, _rules, _isWanted, _run, _instruments) = (tenantId, rules, isWanted, run, instruments);
        _definitionAt = definitionAt ?? (row => Generations.DefinitionOf(row.Event));
    }

    public ScoredRow Score(LogRow row)
    {
        if (row.Event is EventsAccepted events)
        {
            using var span = EngineTracing.Start("phoenix.feed.score", row.TraceParent);
            return ScoreEvents(row.Position, events) with { TraceParent = span?.Id ?? row.TraceParent };
        }
        if (_definitionAt(row) is { } definition) return Define(row, definition);
        var status = (row.Event as TenantStatusChanged)?.Status;
        return new ScoredRow(row.Position, row.Event.AcceptedAtUs, row.Event.RowId, NoSections, 0, status);
    }

    private ScoredRow Define(LogRow row, LeaderboardDefinition definition)
    {
        _rules = _rules.With(definition);
        _scorer = null;
        var (acceptedAtUs, rowId) = (row.Event.AcceptedAtUs, row.Event.RowId);
        var section = new RowSection(
            row.Position, acceptedAtUs, definition.Version, [], definition,
            ActivatedGeneration: (row.Event as GenerationActivated)?.Generation);
        return new ScoredRow(
            row.Position, acceptedAtUs, rowId,
            new Dictionary<LeaderboardId, RowSection> { [definition.LeaderboardId] = section }, 0, null, definition);
    }

    void IContributionSink.Add(int board, int rule, long pointsMillionths)
    {
        (_entries[board] ??= []).Add(new ScoredEntry(_userId, pointsMillionths, _occurredAtUs));
        _contributions++;
    }

    private ScoredRow ScoreEvents(long position, EventsAccepted events)
    {
        var scorer = _scorer ??= Compile();
        if (_boards.IsEmpty)
        {
            _instruments?.OnScored(_run, events.Count, events.Count, 0, 0);
            return Nothing(position, events);
        }
        _contributions = 0;
        var unmatched = 0;
        foreach (var record in events.Events)
        {
            (_userId, _occurredAtUs) = (record.UserIdMemory, record.OccurredAtUs);
            var before = _contributions;
            scorer.Score(record, this);
            if (_contributions == before) unmatched++;
        }
        _instruments?.OnScored(_run, events.Count, unmatched, _contributions, scorer.TakeFailures());
        Dictionary<LeaderboardId, RowSection>? sections = null;
        var count = 0;
        for (var i = 0; i < _entries.Length; i++)
        {
            if (_entries[i] is not { } entries) continue;
            var board = _boards[i];
            sections ??= [];
            sections.Add(board.LeaderboardId, new RowSection(position, events.AcceptedAtUs, board.Version, entries));
            count += entries.Count;
            _entries[i] = null;
        }
        return sections is null
            ? Nothing(position, events)
            : new ScoredRow(
                position, events.AcceptedAtUs, events.RowId, sections, count, EventCount: events.Count);
    }

    private static ScoredRow Nothing(long position, EventsAccepted events) =>
        new(position, events.AcceptedAtUs, events.RowId, NoSections, 0, EventCount: events.Count);

    private Scorer Compile()
    {
        _boards = [.. _rules.Active.Where(b => _isWanted(b.LeaderboardId))];
        _entries = new List<ScoredEntry>?[_boards.Length];
        _plan = ScoringPlan.Compile(_tenantId, _boards, _plan);
        return _plan.NewScorer();
    }
}
