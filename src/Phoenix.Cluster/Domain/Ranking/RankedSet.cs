using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>The members of one window in their order.</summary>
/// <remarks>
/// Not thread-safe. Contributions may come in any order: the result is the same (ties included).
/// Update, rank and place are O(log n), a page O(log n + its length); an update allocates only where the set grows.
/// A member costs about 37 bytes (max, min, avg: 47) beside its id in <see cref="UserIds"/>.
/// The config's <c>size</c> is the caller's business: pages here go as deep as there are ranked members.
/// </remarks>
public sealed class RankedSet
{
    private const int ObjectBytes = 80;
    private const int SlotsPerMember = 32;
    private const int LookAhead = 8;

    private readonly UserIds _users;
    private readonly Tally _tally;
    private readonly bool _orderWhenAsked;
    private RankingConfig _ranking;
    private readonly RankedTree _tree;

    // Of whom leaves memory: the first that is still here.
    private int? _leavingLeaf;

    /// <summary>
    /// An empty set whose members' ids are in <paramref name="users"/> (each member retains its user).
    /// </summary>
    /// <param name="orderWhenAsked">
    /// Keep no order until one is asked for (then it is built at once and kept): for rebuilding from the log.
    /// </param>
    public RankedSet(UserIds users, Aggregation aggregation, RankingConfig ranking, bool orderWhenAsked = false)
    {
        _users = users;
        _tally = new Tally(Tally.Known(aggregation));
        _ranking = ranking;
        _orderWhenAsked = orderWhenAsked;
        _tree = NewTree();
    }

    /// <summary>Everybody with a score, ranked or not.</summary>
    public int MemberCount => _tree.Count;

    /// <summary>The members within the score limit.</summary>
    public int RankedCount => _tree.RankedCount;

    /// <summary>Bytes that this set occupies, every column and index counted, without the users' table.</summary>
    public long SizeBytes => ObjectBytes + _tally.SizeBytes + _tree.SizeBytes;

    /// <summary>How many members have changed since <see cref="MarkClean"/>.</summary>
    public int ChangedCount => _tree.ChangedCount;

    /// <summary>Adds one contribution of a user. Where the aggregation is count, the points don't matter.</summary>
    /// <param name="user">A slot in use of the users' table.</param>
    public void Contribute(int user, long pointsMillionths, long occurredAtUs)
    {
        if (!_orderWhenAsked) Order();
        if (!_tree.Locate(user, out var leaf, out var slot))
        {
            _users.Retain(user);
            _tree.Add(_tally.First(user, pointsMillionths, occurredAtUs), changed: true);
            return;
        }
        _tree.Prefetch(leaf, slot);
        var entry = _tree.Get(leaf, slot);
        _tally.Add(ref entry, pointsMillionths, occurredAtUs);
        _tree.Update(leaf, slot, entry, changed: true);
    }

    public bool TryGetMember(int user, out Member member)
    {
        var found = _tree.Locate(user, out var leaf, out var slot);
        member = found ? _tally.ToMember(_tree.Get(leaf, slot)) : default;
        return found;
    }

    /// <summary>All that is kept of a member, as a checkpoint holds it.</summary>
    internal bool TryGetRecord(int user, out MemberRecord record)
    {
        var found = _tree.Locate(user, out var leaf, out var slot);
        record = found ? _tally.ToRecord(_tree.Get(leaf, slot)) : default;
        return found;
    }

    /// <summary>The member's rank and place; false where it is no member or not ranked.</summary>
    public bool TryGetRanked(int user, out RankedMember ranked)
    {
        Order();
        ranked = default;
        if (!_tree.Locate(user, out var leaf, out var slot)) return false;
        _tree.PrefetchRank(leaf, slot);
        var entry = _tree.Get(leaf, slot);
        if (!_tree.IsRanked(entry.Score)) return false;
        var (rank, place) = RankAndPlace(leaf, slot);
        ranked = new RankedMember(_tally.ToMember(entry), rank, place);
        return true;
    }

    /// <summary>
    /// Up to <paramref name="destination"/>'s length of ranked members from the 0-based <paramref name="offset"/> on;
    /// returns how many.
    /// </summary>
    public int Page(long offset, Span<RankedMember> destination)
    {
        Order();
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        var length = (int)Math.Min(destination.Length, RankedCount - Math.Min(offset, RankedCount));
        if (length == 0) return 0;
        var walk = new LeafWalk(_tree, _tree.Seek((int)offset));
        long rank = 0;
        for (var i = 0; i < length && walk.Next(); i++)
        {
            var entry = walk.Entry;
            if (i == 0) (rank, _) = RankAndPlace(walk.Leaf, walk.Slot);
            else if (_ranking.Ties == TieRule.Ordinal || entry.Score != destination[i - 1].Member.Score)
                rank = _ranking.Ties == TieRule.Dense ? rank + 1 : offset + i + 1;
            destination[i] = new RankedMember(_tally.ToMember(entry), rank, offset + i + 1);
        }
        return length;
    }

    /// <summary>As <see cref="Page"/>, of all members: behind the ranked ones come the others in the same order, with
    /// rank 0.</summary>
    public void PageOfAll(int offset, Span<RankedMember> destination)
    {
        var ranked = Page(Math.Min(offset, RankedCount), destination);
        if (ranked == destination.Length) return;
        var at = offset + ranked;
        var walk = new LeafWalk(_tree, _tree.Seek(at));
        for (var i = ranked; i < destination.Length; i++)
        {
            walk.Next();
            destination[i] = new RankedMember(_tally.ToMember(walk.Entry), 0, ++at);
        }
    }

    /// <summary>Orders everybody anew by another rule; the aggregation stays.</summary>
    public void Reorder(RankingConfig ranking)
    {
        _ranking = ranking;
        var wasOrdered = _tree.IsOrdered;
        _tree.Rekey(ranking);
        if (wasOrdered) _tree.Build();
    }

    /// <summary>Appends the full records of the changed members, or of all.</summary>
    public void WriteMembers(IBufferWriter<byte> output, bool changedOnly)
    {
        var writer = new MemberFormat.Writer(output, _tally.Aggregation, changedOnly ? ChangedCount : MemberCount);
        if (changedOnly)
        {
            for (var leaf = _tree.NextChanged(0); leaf >= 0; leaf = _tree.NextChanged(leaf + 1))
                WriteChanged(ref writer, leaf);
        }
        else
        {
            WriteAll(ref writer);
        }
        writer.Finish();
    }

    /// <summary>
    /// Appends the full records of up to <paramref name="membersMax"/> members, whoever of them has changed, and
    /// returns where to go on from, or null behind the last. So a large set is written piece by piece while it changes:
    /// who has not changed meanwhile is written once at least.
    /// </summary>
    /// <remarks>In the set's order, so that it need not be sorted when it is read; where there is none now, by slot.
    /// After a change of the order it begins again.</remarks>
    /// <param name="from">Null: from the first member on.</param>
    public MemberCursor? WriteMembersFrom(IBufferWriter<byte> output, MemberCursor? from, int membersMax)
    {
        var entries = new List<Entry>(Math.Min(membersMax, MemberCount));
        if (from is { } cursor && cursor.Ordering != _tree.Ordering) from = null;
        var next = _tree.IsOrdered
            ? TakeInOrder(entries, from, membersMax) : TakeBySlot(entries, from?.Slot ?? 0, membersMax);
        var writer = new MemberFormat.Writer(output, _tally.Aggregation, entries.Count);
        foreach (var entry in entries) Write(ref writer, entry);
        writer.Finish();
        return next;
    }

    private MemberCursor? TakeInOrder(List<Entry> entries, MemberCursor? from, int membersMax)
    {
        var walk = new LeafWalk(_tree, from is { } cursor ? _tree.SeekBehind(cursor.Last) : (_tree.FirstLeaf, 0));
        while (walk.Next())
        {
            if (entries.Count == membersMax) return new MemberCursor(_tree.Ordering, entries[^1], 0);
            entries.Add(walk.Entry);
        }
        return null;
    }

    private MemberCursor? TakeBySlot(List<Entry> entries, int slot, int membersMax)
    {
        // A set of few members among many users is found slot by slot too: not all of them at once.
        var limit = (int)Math.Min(_users.SlotLimit, slot + (SlotsPerMember * (long)membersMax));
        for (; slot < limit && entries.Count < membersMax; slot++)
            if (_tree.Locate(slot, out var leaf, out var at)) entries.Add(_tree.Get(leaf, at));
        return slot < _users.SlotLimit ? new MemberCursor(_tree.Ordering, default, slot) : null;
    }

    /// <summary>Goes through what <see cref="WriteMembers"/> wrote and returns the hashes of the ids; by any
    /// thread.</summary>
    /// <param name="users">The table that the ids will be in.</param>
    /// <exception cref="InvalidDataException">The bytes are not what was written.</exception>
    internal static ulong[] CheckMembers(ReadOnlySpan<byte> input, UserIds users)
    {
        var hashes = new ulong[MemberFormat.CountOf(input)];
        if (MemberFormat.Verify(input, users, hashes) != input.Length)
            throw new InvalidDataException("The checkpoint's members are not as long as it says.");
        return hashes;
    }

    /// <summary>
    /// Reads what <see cref="WriteMembers"/> wrote, putting each record in place of the member's former one; returns
    /// the bytes read. What was read counts as unchanged. Where it is much, the order is built when it is next needed.
    /// </summary>
    /// <exception cref="InvalidDataException">The bytes are not what was written; the set is as before.</exception>
    public int ReadMembers(ReadOnlySpan<byte> input)
    {
        var hashes = new ulong[MemberFormat.CountOf(input)];
        var length = MemberFormat.Verify(input, _users, hashes);
        ReadChecked(input, hashes);
        return length;
    }

    /// <summary>As <see cref="ReadMembers"/>, of what <see cref="CheckMembers"/> has gone through.</summary>
    /// <exception cref="InvalidDataException">They are of another aggregation; the set is as before.</exception>
    internal void ReadChecked(ReadOnlySpan<byte> input, ReadOnlySpan<ulong> hashes) =>
        Read(new MemberFormat.Reader(input, _tally.Aggregation), hashes);

    // Boards are read right after a start, when the runtime has optimised nothing yet: what reads and orders a million
    // members is compiled as well as it can be at its first call, with all that it calls in it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Read(MemberFormat.Reader reader, ReadOnlySpan<ulong> hashes)
    {
        if (reader.Count > MemberCount / 8) _tree.Unorder();
        _users.Reserve(reader.Count);
        for (var i = 0; i < reader.Count; i++)
        {
            // Each look-up would wait for memory that is in no cache.
            if (i + LookAhead < reader.Count) _users.Prefetch(hashes[i + LookAhead]);
            var user = _users.GetOrAdd(reader.Read(out var record), hashes[i]);
            var entry = _tally.FromRecord(user, record);
            if (_tree.Locate(user, out var leaf, out var slot)) _tree.Update(leaf, slot, entry, changed: false);
            else
            {
                _users.Retain(user);
                _tree.Add(entry, changed: false);
            }
        }
    }

    /// <summary>Forgets what has changed; called when it is in a checkpoint.</summary>
    public void MarkClean() => _tree.MarkClean();

    /// <summary>
    /// Builds the order if there is none now (after reading much), so that no query has to wait for it.
    /// </summary>
    public void Order()
    {
        if (!_tree.IsOrdered) _tree.Build();
    }

    /// <summary>
    /// Releases the users of so many members, or a few more; true once all are released. From the first call on the
    /// set is used for nothing else.
    /// </summary>
    public bool Release(int membersMin)
    {
        _leavingLeaf ??= _tree.FirstLeaf;
        for (var released = 0; _leavingLeaf >= 0 && released < membersMin;)
        {
            var leaf = _leavingLeaf.Value;
            var (taken, _, next) = _tree.Leaf(leaf);
            for (var slots = taken; slots != 0; slots &= slots - 1)
                _users.Release(_tree.Get(leaf, BitOperations.TrailingZeroCount(slots)).User);
            released += BitOperations.PopCount(taken);
            _leavingLeaf = next;
        }
        return _leavingLeaf < 0;
    }

    /// <summary>Throws where the structure contradicts itself.</summary>
    internal void Validate() => _tree.Validate();

    private void WriteChanged(ref MemberFormat.Writer writer, int leaf)
    {
        for (var slots = _tree.Leaf(leaf).Changed; slots != 0; slots &= slots - 1)
            Write(ref writer, _tree.Get(leaf, BitOperations.TrailingZeroCount(slots)));
    }

    private void WriteAll(ref MemberFormat.Writer writer)
    {
        for (var walk = new LeafWalk(_tree, (_tree.FirstLeaf, 0)); walk.Next();) Write(ref writer, walk.Entry);
    }

    private void Write(ref MemberFormat.Writer writer, in Entry entry) =>
        writer.Write(_users.IdOf(entry.User), _tally.ToRecord(entry));

    private RankedTree NewTree()
    {
        var tree = new RankedTree(_users, _tally.HasExtra, _tally.HasEvents, _ranking);
        if (_orderWhenAsked) tree.Unorder();
        return tree;
    }

    private (long Rank, long Place) RankAndPlace(int leaf, int slot)
    {
        if (_ranking.Ties == TieRule.Competition)
        {
            var (before, better) = _tree.CountBeforeAndBetter(leaf, slot);
            return (better + 1, before + 1);
        }
        var place = _tree.CountBefore(leaf, slot) + 1;
        return (_ranking.Ties == TieRule.Dense ? _tree.CountBetterScores(leaf, slot) + 1 : place, place);
    }
}
