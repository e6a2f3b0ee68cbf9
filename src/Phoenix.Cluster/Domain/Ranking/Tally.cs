using System.Runtime.CompilerServices;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>How contributions become a score, whatever order they come in.</summary>
/// <remarks>
/// sum, count and avg are reached at the latest contribution; max and min at the earliest that has the value.
/// What 64 bits don't hold is exceptional, and kept beside the columns by user: sums beyond ±9.2e12 points,
/// and more than four billion contributions of one user.
/// </remarks>
internal sealed class Tally(Aggregation aggregation)
{
    /// <summary>Shown scores stay within ± this, in millionths.</summary>
    public const long ScoreMax = long.MaxValue;

    private const long Million = 1_000_000;
    private const int DictionaryEntryBytes = 48;
    private const int ObjectBytes = 48;

    private Dictionary<int, Int128>? _wideSums;
    private Dictionary<int, long>? _wideCounts;

    public Aggregation Aggregation => aggregation;

    public bool HasExtra => aggregation is Aggregation.Max or Aggregation.Min or Aggregation.Avg;

    public bool HasEvents => aggregation != Aggregation.Count;

    public long SizeBytes =>
        ObjectBytes + DictionaryEntryBytes * ((long)(_wideSums?.Count ?? 0) + (_wideCounts?.Count ?? 0));

    public Entry First(int user, long points, long occurredAtUs) => FromRecord(user, aggregation switch
    {
        Aggregation.Count => new MemberRecord(Million, 1, occurredAtUs, occurredAtUs),
        Aggregation.Max or Aggregation.Min => new MemberRecord(Clamp(points), 1, occurredAtUs, occurredAtUs),
        _ => new MemberRecord(points, 1, occurredAtUs, occurredAtUs),
    });

    public void Add(ref Entry entry, long points, long occurredAtUs)
    {
        if (HasEvents) AddEvent(ref entry);
        switch (aggregation)
        {
            case Aggregation.Sum:
                entry.Score = AddExact(entry.User, entry.Score, points);
                entry.ReachedAtUs = Math.Max(entry.ReachedAtUs, occurredAtUs);
                break;
            case Aggregation.Count:
                entry.Score = AddExact(entry.User, entry.Score, Million);
                entry.ReachedAtUs = Math.Max(entry.ReachedAtUs, occurredAtUs);
                break;
            case Aggregation.Avg:
                entry.Extra = AddExact(entry.User, entry.Extra, points);
                entry.Score = Average(SumOf(entry.User, entry.Extra), EventCount(entry));
                entry.ReachedAtUs = Math.Max(entry.ReachedAtUs, occurredAtUs);
                break;
            default:
                AddExtreme(ref entry, Clamp(points), occurredAtUs);
                break;
        }
    }

    public Member ToMember(in Entry entry) =>
        new(entry.User, entry.Score, EventCount(entry), entry.ReachedAtUs, UpdatedAt(entry));

    public MemberRecord ToRecord(in Entry entry) => new(
        aggregation switch
        {
            Aggregation.Sum or Aggregation.Count => SumOf(entry.User, entry.Score),
            Aggregation.Avg => SumOf(entry.User, entry.Extra),
            _ => entry.Score,
        },
        EventCount(entry), entry.ReachedAtUs, UpdatedAt(entry));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Entry FromRecord(int user, in MemberRecord record)
    {
        var entry = new Entry(user, 0, record.ReachedAtUs, 0, 0);
        if (HasEvents) KeepEventCount(ref entry, record.EventCount);
        switch (aggregation)
        {
            case Aggregation.Sum or Aggregation.Count:
                entry.Score = KeepSum(user, record.Value);
                break;
            case Aggregation.Avg:
                entry.Extra = KeepSum(user, record.Value);
                entry.Score = Average(record.Value, record.EventCount);
                break;
            default:
                entry.Score = (long)record.Value;
                entry.Extra = record.UpdatedAtUs;
                break;
        }
        return entry;
    }

    /// <summary>Whether such a state can come of contributions.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsPossible(Aggregation aggregation, in MemberRecord record)
    {
        if (record.EventCount < 1) return false;
        if (aggregation is Aggregation.Max or Aggregation.Min)
            return record.Value <= ScoreMax && record.Value >= -ScoreMax && record.UpdatedAtUs >= record.ReachedAtUs;
        if (record.UpdatedAtUs != record.ReachedAtUs) return false;
        if (aggregation == Aggregation.Count) return record.Value == (Int128)record.EventCount * Million;
        // What one contribution can give, several can.
        if (record.Value <= long.MaxValue && record.Value >= long.MinValue) return true;
        return record.Value <= (Int128)record.EventCount * long.MaxValue
            && record.Value >= (Int128)record.EventCount * long.MinValue;
    }

    public static Aggregation Known(Aggregation value) => Enum.IsDefined(value)
        ? value
        : throw new ArgumentOutOfRangeException(nameof(value), value, "Unknown aggregation");

    private static long Clamp(long score) => Math.Max(score, -ScoreMax);

    private void AddExtreme(ref Entry entry, long points, long occurredAtUs)
    {
        entry.Extra = Math.Max(entry.Extra, occurredAtUs);
        if (points == entry.Score) entry.ReachedAtUs = Math.Min(entry.ReachedAtUs, occurredAtUs);
        if (aggregation == Aggregation.Max ? points <= entry.Score : points >= entry.Score) return;
        entry.Score = points;
        entry.ReachedAtUs = occurredAtUs;
    }

    private long UpdatedAt(in Entry entry) =>
        aggregation is Aggregation.Max or Aggregation.Min ? entry.Extra : entry.ReachedAtUs;

    private long EventCount(in Entry entry)
    {
        if (!HasEvents) return (long)(SumOf(entry.User, entry.Score) / Million);
        return entry.Events < uint.MaxValue ? entry.Events : _wideCounts![entry.User];
    }

    private void AddEvent(ref Entry entry)
    {
        if (entry.Events < uint.MaxValue - 1) entry.Events++;
        else KeepEventCount(ref entry, EventCount(entry) + 1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void KeepEventCount(ref Entry entry, long count)
    {
        entry.Events = (uint)Math.Min(count, uint.MaxValue);
        if (entry.Events == uint.MaxValue) (_wideCounts ??= [])[entry.User] = count;
        else _wideCounts?.Remove(entry.User);
    }

    /// <summary>The exact sum of which a column holds what fits.</summary>
    private Int128 SumOf(int user, long kept) =>
        _wideSums is not null && _wideSums.TryGetValue(user, out var sum) ? sum : kept;

    private long AddExact(int user, long kept, long points)
    {
        var sum = unchecked(kept + points);
        var fits = ((kept ^ sum) & (points ^ sum)) >= 0 && sum != long.MinValue;
        return fits && _wideSums is null ? sum : KeepSum(user, SumOf(user, kept) + points);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long KeepSum(int user, Int128 sum)
    {
        if (sum <= ScoreMax && sum >= -ScoreMax)
        {
            _wideSums?.Remove(user);
            return (long)sum;
        }
        (_wideSums ??= [])[user] = sum;
        return sum > 0 ? ScoreMax : -ScoreMax;
    }

    /// <summary>Rounded to nearest, halves to even.</summary>
    private static long Average(Int128 sum, long count)
    {
        if (sum <= long.MaxValue && sum > long.MinValue) return Average((long)sum, count);
        var (quotient, rest) = Int128.DivRem(sum, count);
        var twice = Int128.Abs(rest) * 2;
        if (twice > count || (twice == count && Int128.IsOddInteger(quotient))) quotient += Int128.Sign(sum);
        return (long)Int128.Clamp(quotient, -ScoreMax, ScoreMax);
    }

    private static long Average(long sum, long count)
    {
        var (quotient, rest) = Math.DivRem(sum, count);
        var twice = (ulong)Math.Abs(rest) * 2;
        if (twice > (ulong)count || (twice == (ulong)count && (quotient & 1) != 0)) quotient += Math.Sign(sum);
        return quotient;
    }
}
