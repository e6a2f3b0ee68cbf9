using System.Globalization;
using System.Text;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>Compares two boards at one position, window by window and member by member, in steps.</summary>
/// <remarks>Neither board may change before the end.</remarks>
public sealed class StandingsComparison
{
    /// <summary>Differences that are listed; the others are counted.</summary>
    public const int ListedMax = 100;

    /// <summary>What a slot without a member of the window costs, as a part of a member.</summary>
    private const int SlotsPerMember = 32;

    private readonly Board _served;
    private readonly Board _rebuilt;
    private readonly int _generation;
    private readonly Queue<long> _starts;
    private readonly List<(FinalWindow, BoardWindow)> _final = [];
    private readonly List<StandingsDifference> _listed = [];
    private BoardWindow? _window;
    private BoardWindow? _other;
    private int _slot;
    private bool _isReverse;
    private long _differences;
    private long _differencesBefore;
    private long _windows;
    private long _members;

    /// <param name="generation">The one that serves: final windows of earlier ones are not compared.</param>
    public StandingsComparison(Board served, Board rebuilt, int generation = 1)
    {
        (_served, _rebuilt, _generation) = (served, rebuilt, generation);
        _starts = new Queue<long>(
            served.Windows.Concat(rebuilt.Windows).Select(w => w.Bounds.StartUs)
                .Concat(served.FinalWindows.Where(w => w.Generation == generation).Select(w => w.Bounds.StartUs))
                .Distinct().Order());
        if (served.Position != rebuilt.Position)
            Note("", null, "position", served.Position, rebuilt.Position);
    }

    /// <summary>What was found so far; whole once <see cref="Step"/> has returned true.</summary>
    public VerificationReport Report => new(_windows, _members, _differences, _listed);

    /// <summary>Windows that are served from the history, each with what the log comes to.</summary>
    public IReadOnlyList<(FinalWindow Served, BoardWindow Rebuilt)> Final => _final;

    /// <summary>Compares up to so many members more; true at the end.</summary>
    public bool Step(int members)
    {
        for (var work = (long)members * SlotsPerMember; work > 0;)
        {
            if (_window is null)
            {
                if (!_starts.TryDequeue(out var start)) return true;
                if (_served.FindFinal(start) is { } final && final.Generation == _generation)
                    BeginFinal(final, _rebuilt.FindWindow(start));
                else Begin(_served.FindWindow(start), _rebuilt.FindWindow(start));
                work -= SlotsPerMember;
                continue;
            }
            var users = (_isReverse ? _rebuilt : _served).Users;
            for (; work > 0 && _slot < users.SlotLimit; _slot++) work -= Compare(_slot) ? SlotsPerMember : 1;
            if (_slot >= users.SlotLimit) EndPass();
        }
        return false;
    }

    private void Begin(BoardWindow? served, BoardWindow? rebuilt)
    {
        _windows++;
        var key = (served ?? rebuilt)!.Bounds.Key;
        if (served is null || rebuilt is null)
        {
            Note(key, null, "window", served is null ? "absent" : "present", rebuilt is null ? "absent" : "present");
            return;
        }
        _differencesBefore = _differences;
        Check(key, null, "window_key", served.Bounds.Key, rebuilt.Bounds.Key);
        Check(key, null, "end", served.Bounds.EndUs, rebuilt.Bounds.EndUs);
        Check(key, null, "closed", served.IsClosed, rebuilt.IsClosed);
        Check(key, null, "ranking", served.Ranking, rebuilt.Ranking);
        Check(key, null, "sequence", served.Sequence, rebuilt.Sequence);
        Check(key, null, "members", served.Members.MemberCount, rebuilt.Members.MemberCount);
        Check(key, null, "total", served.Members.RankedCount, rebuilt.Members.RankedCount);
        (_window, _other, _slot, _isReverse) = (served, rebuilt, 0, false);
    }

    private void BeginFinal(FinalWindow served, BoardWindow? rebuilt)
    {
        _windows++;
        var key = served.Bounds.Key;
        if (rebuilt is null)
        {
            Note(key, null, "window", "present", "absent");
            return;
        }
        Check(key, null, "window_key", key, rebuilt.Bounds.Key);
        Check(key, null, "end", served.Bounds.EndUs, rebuilt.Bounds.EndUs);
        Check(key, null, "closed", true, rebuilt.IsClosed);
        Check(key, null, "sequence", served.Sequence, rebuilt.Sequence);
        Check(key, null, "members", served.MemberCount, rebuilt.Members.MemberCount);
        Check(key, null, "total", served.Total, rebuilt.Members.RankedCount);
        _final.Add((served, rebuilt));
    }

    /// <summary>Members that the log comes to, from a 0-based place on.</summary>
    public IReadOnlyList<FinalMemberView> RebuiltMembers(BoardWindow rebuilt, int offset, int limit) =>
    [
        .. Board.MembersOf(rebuilt, offset, limit).Select(m => new FinalMemberView(
            _rebuilt.UserIdOf(m.Member.User), m.Rank, m.Place, m.Member.Score, m.Member.EventCount,
            m.Member.UpdatedAtUs)),
    ];

    /// <summary>Compares rows of the history with those at the same places.</summary>
    public void CompareFinal(
        FinalWindow window, IReadOnlyList<FinalMemberView> rebuilt, IReadOnlyList<FinalMemberView> served)
    {
        var found = served.ToDictionary(m => m.Place);
        foreach (var expected in rebuilt)
        {
            _members++;
            if (!found.Remove(expected.Place, out var member))
                Note(window.Bounds.Key, expected.UserId, "member", "absent", "present");
            else if (member != expected) Note(window.Bounds.Key, expected.UserId, "entry", member, expected);
        }
        foreach (var extra in found.Values) Note(window.Bounds.Key, extra.UserId, "member", "present", "absent");
    }

    /// <summary>Whoever is in one and not in the other is found from the other side; that is looked at only where
    /// something differs.</summary>
    private void EndPass()
    {
        _slot = 0;
        if (!_isReverse && _differences > _differencesBefore) _isReverse = true;
        else _window = _other = null;
    }

    /// <summary>False where the slot holds no member of the window.</summary>
    private bool Compare(int slot)
    {
        if (_isReverse)
        {
            if (!_other!.Members.TryGetRecord(slot, out _)) return false;
            var only = _rebuilt.Users.IdOf(slot);
            if (!_served.Users.TryGet(only, out var own) || !_window!.Members.TryGetRecord(own, out _))
                Note(_window!.Bounds.Key, Encoding.UTF8.GetString(only), "member", "absent", "present");
            return true;
        }
        if (!_window!.Members.TryGetRecord(slot, out var record)) return false;
        _members++;
        var key = _window.Bounds.Key;
        var id = _served.Users.IdOf(slot);
        if (!_rebuilt.Users.TryGet(id, out var user) || !_other!.Members.TryGetRecord(user, out var rebuilt))
        {
            Note(key, Encoding.UTF8.GetString(id), "member", "present", "absent");
            return true;
        }
        var isRanked = _window.Members.TryGetRanked(slot, out var ranked);
        var isOtherRanked = _other.Members.TryGetRanked(user, out var otherRanked);
        var (rank, place) = isRanked ? (ranked.Rank, ranked.Place) : (0, 0);
        var (otherRank, otherPlace) = isOtherRanked ? (otherRanked.Rank, otherRanked.Place) : (0, 0);
        if (record == rebuilt && rank == otherRank && place == otherPlace) return true;
        var text = Encoding.UTF8.GetString(id);
        if (record != rebuilt) Note(key, text, "record", record, rebuilt);
        Check(key, text, "rank", rank, otherRank);
        Check(key, text, "place", place, otherPlace);
        return true;
    }

    private void Check<T>(string window, string? user, string what, T served, T rebuilt)
        where T : notnull
    {
        if (!served.Equals(rebuilt)) Note(window, user, what, served, rebuilt);
    }

    private void Note<T>(string window, string? user, string what, T served, T rebuilt)
        where T : notnull
    {
        _differences++;
        if (_listed.Count < ListedMax)
            _listed.Add(new StandingsDifference(window, user, what, TextOf(served), TextOf(rebuilt)));
    }

    private static string TextOf<T>(T value) where T : notnull =>
        Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}
