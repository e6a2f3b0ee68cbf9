using System.Text;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring.Fields;

/// <summary>A set of scalars that is asked for a field's value by JSON type: O(1), however long the list.</summary>
internal sealed class ScalarIndex
{
    private readonly Dictionary<double, int> _numbers = [];
    private readonly Dictionary<byte[], int> _texts = new(Utf8Comparer.Instance);
    private readonly Dictionary<byte[], int>.AlternateLookup<ReadOnlySpan<byte>> _textsBySpan;
    private byte[]? _onlyText;
    private int _null = -1;
    private int _true = -1;
    private int _false = -1;

    public ScalarIndex() => _textsBySpan = _texts.GetAlternateLookup<ReadOnlySpan<byte>>();

    public ScalarIndex(IEnumerable<Scalar> scalars) : this()
    {
        foreach (var scalar in scalars) Add(scalar);
    }

    public int Count { get; private set; }

    /// <summary>The place of <paramref name="scalar"/> among those added, one for equals.</summary>
    public int Add(Scalar scalar)
    {
        var next = Count;
        var place = scalar.Kind switch
        {
            ScalarKind.Null => _null < 0 ? _null = next : _null,
            ScalarKind.Boolean when scalar.Boolean => _true < 0 ? _true = next : _true,
            ScalarKind.Boolean => _false < 0 ? _false = next : _false,
            ScalarKind.Number => _numbers.TryAdd(scalar.Number, next) ? next : _numbers[scalar.Number],
            _ => AddText(Encoding.UTF8.GetBytes(scalar.Text!), next),
        };
        if (place == next) Count++;
        return place;
    }

    private int AddText(byte[] text, int next)
    {
        if (!_texts.TryAdd(text, next)) return _texts[text];
        _onlyText = _texts.Count == 1 ? text : null;
        return next;
    }

    /// <summary>The place of the scalar that equals this value, or -1.</summary>
    public int Find(FieldKind kind, double number, ReadOnlySpan<byte> text)
    {
        switch (kind)
        {
            case FieldKind.Null:
                return _null;
            case FieldKind.Boolean:
                return number != 0 ? _true : _false;
            case FieldKind.Number:
                return _numbers.TryGetValue(number, out var place) ? place : -1;
            case FieldKind.Text when _onlyText is not null && !text.SequenceEqual(_onlyText):
                return -1;
            case FieldKind.Text:
                return _textsBySpan.TryGetValue(text, out place) ? place : -1;
            default:
                return -1;
        }
    }
}
