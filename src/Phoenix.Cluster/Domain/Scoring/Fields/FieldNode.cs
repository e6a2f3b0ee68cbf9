using System.Text;
using System.Text.Json;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring.Fields;

/// <summary>One name of the paths that a plan reads: a trie, so that the body is read once for all of them.</summary>
internal sealed class FieldNode
{
    /// <summary>Up to here comparing the names in turn is faster than hashing one.</summary>
    private const int LinearMax = 6;

    /// <summary>A longer escaped name is none of ours: a character of a path has at most six bytes.</summary>
    private const int EscapedNameBytesMax = 6 * ScoringLimits.PathLengthMax;

    private readonly Dictionary<byte[], FieldNode> _children = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], FieldNode>.AlternateLookup<ReadOnlySpan<byte>> _childrenBySpan;
    private readonly SortedDictionary<int, FieldNode> _elements = [];
    private readonly List<int> _memberIds = [];
    private (byte[] Name, FieldNode Node)[] _names = [];
    private (int Index, FieldNode Node)[] _byIndex = [];
    private ScalarIndex? _members;

    public FieldNode() => _childrenBySpan = _children.GetAlternateLookup<ReadOnlySpan<byte>>();

    /// <summary>Where the value goes, or -1 where only what is inside is read.</summary>
    public int Slot { get; set; } = -1;

    public bool ReadsProperties => _names.Length > 0;
    public bool ReadsElements => _byIndex.Length > 0 || _members is not null;
    public bool ReadsMembers => _members is not null;

    /// <summary>The child of that name, made where it is new; only while the plan is built.</summary>
    public FieldNode Child(string name)
    {
        var utf8 = Encoding.UTF8.GetBytes(name);
        if (_children.TryGetValue(utf8, out var known)) return known;
        var child = new FieldNode();
        _children.Add(utf8, child);
        _names = [.. _names, (utf8, child)];
        if (FieldPath.IndexOf(name) is >= 0 and var index)
        {
            _elements.Add(index, child);
            _byIndex = [.. _elements.Select(e => (e.Key, e.Value))];
        }
        return child;
    }

    /// <summary>Lets the scan of an array look for <paramref name="element"/>; gives the flag that will tell.</summary>
    public int WatchFor(Scalar element, Func<int> nextFlag)
    {
        var place = (_members ??= new ScalarIndex()).Add(element);
        if (place == _memberIds.Count) _memberIds.Add(nextFlag());
        return _memberIds[place];
    }

    /// <summary>The flag of an array's element that is looked for, or -1.</summary>
    public int MemberFlag(FieldKind kind, double number, ReadOnlySpan<byte> text)
    {
        var place = _members!.Find(kind, number, text);
        return place < 0 ? -1 : _memberIds[place];
    }

    /// <summary>The child that the property under the reader belongs to, or null.</summary>
    public FieldNode? Find(ref Utf8JsonReader reader)
    {
        if (reader.ValueIsEscaped) return FindEscaped(ref reader);
        return Find(reader.ValueSpan);
    }

    /// <summary>The child for an array's element, or null; <paramref name="cursor"/> starts at 0, only grows.</summary>
    public FieldNode? Element(int index, ref int cursor)
    {
        if (cursor >= _byIndex.Length || _byIndex[cursor].Index != index) return null;
        return _byIndex[cursor++].Node;
    }

    private FieldNode? Find(ReadOnlySpan<byte> name)
    {
        if (_names.Length > LinearMax) return _childrenBySpan.TryGetValue(name, out var child) ? child : null;
        foreach (var (known, node) in _names)
        {
            if (name.SequenceEqual(known)) return node;
        }
        return null;
    }

    private FieldNode? FindEscaped(ref Utf8JsonReader reader)
    {
        if (reader.ValueSpan.Length > EscapedNameBytesMax) return null;
        Span<byte> name = stackalloc byte[EscapedNameBytesMax];
        return Find(name[..reader.CopyString(name)]);
    }
}
