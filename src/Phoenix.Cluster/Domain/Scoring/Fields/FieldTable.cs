using System.Text;
using Phoenix.Messages.Ids;

namespace Phoenix.Cluster.Domain.Scoring.Fields;

/// <summary>Every path that the boards of a plan read, each with one slot; immutable once the plan is built.</summary>
internal sealed class FieldTable(TenantId tenant)
{
    private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, FieldNode> _nodes = new(StringComparer.Ordinal);
    private readonly List<(int Slot, FieldSource Source)> _fromRecord = [];

    /// <summary>The body's root.</summary>
    public FieldNode Root { get; } = new();

    public byte[] Tenant { get; } = Encoding.UTF8.GetBytes(tenant.Value);
    public int SlotCount => _slots.Count;
    public int FlagCount { get; private set; }

    /// <summary>The slots that are filled without reading the body.</summary>
    public IReadOnlyList<(int Slot, FieldSource Source)> FromRecord => _fromRecord;

    /// <summary>Gives a board's paths their slots, and what it looks for in arrays its flags.</summary>
    public FieldLinks Link(PathList paths)
    {
        var slots = paths.Paths.Select(SlotOf).ToArray();
        var flags = paths.Members
            .Select(m => NodeOf(paths.Paths[m.Path]).WatchFor(m.Element, () => FlagCount++))
            .ToArray();
        return new FieldLinks(slots, flags);
    }

    private int SlotOf(string path)
    {
        if (_slots.TryGetValue(path, out var known)) return known;
        var slot = _slots.Count;
        _slots.Add(path, slot);
        if (FieldPath.SourceOf(path) is not FieldSource.Body and var source) _fromRecord.Add((slot, source));
        else NodeOf(path).Slot = slot;
        return slot;
    }

    private FieldNode NodeOf(string path)
    {
        // What the record holds is a text: looking for an element in it must not make the body's field count.
        if (FieldPath.SourceOf(path) != FieldSource.Body) return new FieldNode();
        if (_nodes.TryGetValue(path, out var known)) return known;
        var node = Root;
        foreach (var name in path.Split('.')) node = node.Child(name);
        _nodes.Add(path, node);
        return node;
    }
}
