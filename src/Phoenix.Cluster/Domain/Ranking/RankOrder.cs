using System.Runtime.CompilerServices;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>Turns a ranking rule into plain ascending numbers: what stands in the tree are these.</summary>
/// <remarks>The complement ~x reverses the order of all 64-bit numbers and, unlike −x, has no exception.</remarks>
internal readonly struct RankOrder
{
    private readonly long _scoreXor;
    private readonly long _timeXor;
    private readonly long _timeMask;

    public RankOrder(RankingConfig ranking)
    {
        _scoreXor = ranking.Method == RankingMethod.ScoreAsc ? 0 : -1;
        _timeXor = ranking.TieBreaker == TieBreaker.LastReached ? -1 : 0;
        _timeMask = ranking.TieBreaker == TieBreaker.UserId ? 0 : -1;
        LimitKey = ranking.ScoreLimitMillionths is { } limit ? limit ^ _scoreXor : long.MaxValue;
    }

    /// <summary>The last key that is ranked.</summary>
    public long LimitKey { get; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long KeyOf(long score) => score ^ _scoreXor;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long TimeOf(long reachedAtUs) => reachedAtUs ^ _timeXor;

    /// <summary>Of two of equal score, whether the first stands before the second or is the same.</summary>
    public bool StandsAtOrBefore(long time, int user, long otherTime, int otherUser, UserIds users)
    {
        time &= _timeMask;
        otherTime &= _timeMask;
        if (time != otherTime) return time < otherTime;
        return user == otherUser || users.IdOf(user).SequenceCompareTo(users.IdOf(otherUser)) <= 0;
    }

    /// <summary>Whether equals are sorted by time at all.</summary>
    public bool TimeCounts => _timeMask != 0;

    /// <summary>What sorts equals by time: 0 for everybody where time doesn't count.</summary>
    public long TieTime(long time) => time & _timeMask;
}
