using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Tests.Domain.Scoring;
using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Tests.Differential;

/// <summary>A random board and the random log of its tenant, by one seed: ties, late and early events, nights of
/// clock changes, negative and fractional points, rules and status that change; in half of the cases a
/// backfill.</summary>
internal sealed class DifferentialCase
{
    public static readonly LeaderboardId Board = new("b");

    private const long HourUs = 3_600_000_000;

    /// <summary>Nights whose rules no edition of the timezone data disputes.</summary>
    private static readonly (string Zone, string At)[] Nights =
    [
        ("UTC", "2025-06-15T00:00:00Z"), ("Europe/Berlin", "2025-03-30T01:00:00Z"),
        ("Europe/Berlin", "2025-10-26T01:00:00Z"), ("America/New_York", "2025-03-09T07:00:00Z"),
        ("America/New_York", "2025-11-02T06:00:00Z"), ("Australia/Lord_Howe", "2025-04-05T15:00:00Z"),
        ("Australia/Lord_Howe", "2025-10-04T15:30:00Z"), ("Pacific/Apia", "2011-12-30T10:00:00Z"),
        ("America/Sao_Paulo", "2018-11-04T03:00:00Z"), ("Asia/Kolkata", "2024-02-29T18:30:00Z"),
        ("America/St_Johns", "2025-11-02T04:30:00Z"), ("UTC", "2024-12-30T00:00:00Z"),
    ];

    private readonly Random _random;
    private readonly ScoringGen _scoring;
    private readonly List<LogRow> _rows = [];
    private readonly string _zone;
    private long _nowUs;
    private LeaderboardDefinition _definition;

    // The definition asked for, while a backfill is under way.
    private LeaderboardDefinition? _asked;

    public DifferentialCase(int seed)
    {
        _random = new Random(seed);
        _scoring = new ScoringGen(seed);
        var (zone, at) = Pick(Nights);
        _zone = zone;
        _nowUs = Us(at) - (_random.Next(72) * HourUs);
        _definition = new LeaderboardDefinition(
            ScoringSamples.Tenant, Board, "b", "", LeaderboardStatus.Active, 1, 1,
            Chance(3) ? _random.Next(1, 4) : 2_000, 1, _nowUs, _nowUs, NewConfig());
        Add(new LeaderboardDefined(RowId, _nowUs, _definition));
        var backfill = Chance(2) ? _random.Next(1, 25) : -1;
        for (var left = _random.Next(5, 40); left > 0; left--)
        {
            AddRandom();
            if (left == backfill) AskForBackfill();
        }
    }

    /// <summary>The log, from its first row on.</summary>
    public IReadOnlyList<LogRow> Rows => _rows;

    /// <summary>The definition that the backfill asked for, and the first row that it scores again; null where there is
    /// none.</summary>
    public BackfillRequested? Backfill { get; private set; }

    /// <summary>The generation that the backfill makes, as the engine keeps it.</summary>
    public BoardGeneration Generation
    {
        get
        {
            var state = _rows.Aggregate(
                TenantState.Empty(ScoringSamples.Tenant, 300),
                (before, row) => TenantState.Apply(before, row.Position, row.Event));
            return state.Rebuilds[Board].Run!.Generation;
        }
    }

    public NaiveExpression ExpressionOf(string text) => _scoring.Expressions[text];

    private ulong RowId => (ulong)_random.NextInt64();

    private void AddRandom()
    {
        _nowUs += _random.NextInt64(_random.Next(4) switch
        {
            0 => 1_000, 1 => HourUs / 60, 2 => HourUs, _ => 9 * HourUs,
        });
        switch (_random.Next(12))
        {
            case 0:
                Add(new TimeAdvanced(RowId, _nowUs));
                break;
            case 1:
                Redefine(_definition with
                {
                    Status = Chance(2) ? LeaderboardStatus.Active : LeaderboardStatus.Inactive,
                });
                break;
            case 2 when _asked is null:
                Redefine(_definition with { Config = ChangedConfig() });
                break;
            case 3 when _asked is { } asked:
                _asked = null;
                _definition = asked;
                Add(new GenerationActivated(RowId, _nowUs, Backfill!.Generation, asked));
                break;
            default:
                var count = Chance(5) ? _random.Next(20, 120) : _random.Next(1, 12);
                Add(new EventsAccepted(RowId, _nowUs, [.. Enumerable.Range(0, count).Select(_ => NewEvent())]));
                break;
        }
    }

    private void Redefine(LeaderboardDefinition changed)
    {
        _definition = changed with { Version = _definition.Version + 1, UpdatedAtUs = _nowUs };
        Add(new LeaderboardDefined(RowId, _nowUs, _definition));
        if (_asked is not { } asked) return;
        _asked = asked with { Status = changed.Status };
        Add(new GenerationDefined(RowId, _nowUs, Backfill!.Generation, _asked));
    }

    private void AskForBackfill()
    {
        _asked = _definition with { Config = NewConfig(), Version = _definition.Version + 1, UpdatedAtUs = _nowUs };
        var origin = Chance(2) ? 1 : _random.Next(1, _rows.Count + 1);
        Backfill = new BackfillRequested(RowId, _nowUs, 2, origin, null, _asked);
        Add(Backfill);
    }

    private void Add(ITenantEvent row) => _rows.Add(new LogRow(_rows.Count + 1, row));

    private EventRecord NewEvent()
    {
        // Whole hours and equal instants on purpose: that is where ties and boundaries are.
        var away = _random.Next(6) switch
        {
            0 => HourUs * _random.Next(-24 * 40, 1),
            1 => HourUs * _random.Next(-30, 2),
            2 => _random.NextInt64(HourUs + 1),
            _ => -_random.NextInt64(3 * HourUs),
        };
        var at = _nowUs + away;
        if (Chance(3)) at -= at % (HourUs / 4);
        if (Chance(20)) at--;
        return _scoring.Event($"e{_random.NextInt64()}", $"{Pick("u", "ü", "\U0001F600", "Z")}{_random.Next(6)}", at);
    }

    private LeaderboardConfig NewConfig()
    {
        var first = _scoring.Boards()[0];
        var rules = first.Scoring.Rules;
        return new LeaderboardConfig(
            Chance(3) ? first.Filters : [], NewTimeframe(),
            first.Scoring with { Rules = Chance(4) ? rules : [.. rules, _scoring.PlainRule()] }, NewRanking());
    }

    /// <summary>As a plain change may be: rules, filters, ranking and grace, nothing else.</summary>
    private LeaderboardConfig ChangedConfig()
    {
        var (former, next) = (_definition.Config, NewConfig());
        return new LeaderboardConfig(
            next.Filters, former.Timeframe with { GraceSeconds = next.Timeframe.GraceSeconds },
            next.Scoring with { Aggregation = former.Scoring.Aggregation },
            Chance(2) ? next.Ranking : former.Ranking);
    }

    private TimeframeConfig NewTimeframe()
    {
        var frame = TimeframeConfig.Of(
            Pick(Enum.GetValues<TimeframeType>()), Pick(0, 0, 900, 3_600, 86_400, -1)) with { Timezone = _zone };
        var minute = Pick(0, 0, 60, 90, 150, 1_380);
        return frame.Type switch
        {
            TimeframeType.Daily => frame with { ResetMinuteOfDay = minute },
            TimeframeType.Weekly => frame with { ResetMinuteOfDay = minute, ResetDay = (DayOfWeek)_random.Next(7) },
            TimeframeType.Monthly => frame with { ResetMinuteOfDay = minute, ResetDayOfMonth = _random.Next(1, 29) },
            TimeframeType.Custom when Chance(4) => frame with
            {
                StartUs = _nowUs - (5 * HourUs), EndUs = _nowUs + (_random.Next(40) * HourUs),
            },
            TimeframeType.Custom => frame with
            {
                StartUs = _nowUs - (_random.Next(24 * 30) * HourUs) - Pick(0, 1, 1_500_000),
                Every = Pick("PT1H", "PT6H", "PT25H", "P1D", "P3D", "P1W", "P1M"),
            },
            _ => frame,
        };
    }

    private RankingConfig NewRanking() => new(
        (RankingMethod)_random.Next(2), Pick<int?>(null, 1_000, 3),
        Pick<long?>(null, null, 1_000_000, -500_000, 2_500_000),
        (TieRule)_random.Next(3), (TieBreaker)_random.Next(3));

    private static long Us(string time) =>
        (DateTimeOffset.Parse(time, null) - DateTimeOffset.UnixEpoch).Ticks / 10;

    private bool Chance(int oneIn) => _random.Next(oneIn) == 0;

    private T Pick<T>(params T[] from) => from[_random.Next(from.Length)];
}
