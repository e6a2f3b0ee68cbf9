using System.Buffers;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>A member of a window as it stands.</summary>
/// <param name="Score">Shown score × 1,000,000 (clamped to 64 bits).</param>
/// <param name="ReachedAtUs">When the score was reached, as the contract defines it for the aggregation.</param>
/// <param name="UpdatedAtUs">The latest time of event among the contributions.</param>
public readonly record struct Member(int User, long Score, long EventCount, long ReachedAtUs, long UpdatedAtUs);

/// <summary>A member with its rank (by the tie rule) and its unique 1-based place.</summary>
public readonly record struct RankedMember(Member Member, long Rank, long Place);

/// <summary>The members of one window in their order.</summary>
/// <remarks>Not thread-safe. Contributions may come in any order: the result is the same (ties included).</remarks>
public sealed class RankedSet
{
    /// <summary>An empty set whose members' ids are in <paramref name="users"/> (each member retains its user).</summary>
    public RankedSet(UserIds users, Aggregation aggregation, RankingConfig ranking) => throw new NotSupportedException();

    /// <summary>Everybody with a score, ranked or not.</summary>
    public int MemberCount => throw new NotSupportedException();

    /// <summary>The members within the score limit.</summary>
    public int RankedCount => throw new NotSupportedException();

    /// <summary>Bytes that this set occupies, every column and index counted, without the users' table.</summary>
    public long SizeBytes => throw new NotSupportedException();

    /// <summary>Adds one contribution of a user.</summary>
    public void Contribute(int user, long pointsMillionths, long occurredAtUs) => throw new NotSupportedException();

    public bool TryGetMember(int user, out Member member) => throw new NotSupportedException();

    /// <summary>The member's rank and place; false where it is no member or not ranked.</summary>
    public bool TryGetRanked(int user, out RankedMember ranked) => throw new NotSupportedException();

    /// <summary>Up to <paramref name="destination"/>'s length of members from the 0-based <paramref name="offset"/> on; returns how many.</summary>
    public int Page(long offset, Span<RankedMember> destination) => throw new NotSupportedException();

    /// <summary>Orders everybody anew by another rule; the aggregation stays.</summary>
    public void Reorder(RankingConfig ranking) => throw new NotSupportedException();

    /// <summary>How many members have changed since <see cref="MarkClean"/>.</summary>
    public int ChangedCount => throw new NotSupportedException();

    /// <summary>Appends the full records of the changed members, or of all.</summary>
    public void WriteMembers(IBufferWriter<byte> output, bool changedOnly) => throw new NotSupportedException();

    /// <summary>Reads what <see cref="WriteMembers"/> wrote, putting each record in place of the member's former one; returns the bytes read.</summary>
    /// <exception cref="InvalidDataException">The bytes are not what was written.</exception>
    public int ReadMembers(ReadOnlySpan<byte> input) => throw new NotSupportedException();

    /// <summary>Forgets what has changed; called when it is in a checkpoint.</summary>
    public void MarkClean() => throw new NotSupportedException();

    /// <summary>Releases every user; the set is not used again.</summary>
    public void Clear() => throw new NotSupportedException();
}
