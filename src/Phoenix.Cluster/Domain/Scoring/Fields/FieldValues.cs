using System.Text.Encodings.Web;
using System.Text.Json;
using Phoenix.Messages.Events;

namespace Phoenix.Cluster.Domain.Scoring.Fields;

/// <summary>
/// What the event at hand has at the paths of a plan. Its buffers are used again for each event, so that the
/// steady state allocates nothing.
/// </summary>
/// <remarks>A board asks by the place of a path in its own list; <see cref="Use"/> says whose list that is.</remarks>
internal sealed class FieldValues
{
    private readonly FieldTable _table;
    private readonly FieldValue[] _slots;
    private readonly bool[] _flags;
    private readonly int[] _touchedSlots;
    private readonly int[] _touchedFlags;
    private int _touchedSlotCount;
    private int _touchedFlagCount;
    private byte[] _scratch = new byte[256];
    private int _scratchLength;
    private EventRecord? _record;
    private FieldLinks? _links;
    private bool _bodyRead;

    public FieldValues(FieldTable table)
    {
        _table = table;
        _slots = new FieldValue[table.SlotCount];
        _slots.AsSpan().Fill(FieldValue.Missing);
        _flags = new bool[table.FlagCount];
        _touchedSlots = new int[table.SlotCount];
        _touchedFlags = new int[table.FlagCount];
    }

    /// <summary>When the event happened, in microseconds since the Unix epoch.</summary>
    public long OccurredAtUs { get; private set; }

    /// <summary>Forgets the event before and takes up <paramref name="record"/>; the body isn't read yet.</summary>
    public void Begin(EventRecord record)
    {
        Forget();
        _record = record;
        OccurredAtUs = record.OccurredAtUs;
        FillFromRecord();
    }

    /// <summary>Lets go of the event.</summary>
    public void End() => _record = null;

    /// <summary>From here on the places of paths are those of this board.</summary>
    public void Use(FieldLinks links) => _links = links;

    /// <summary>Reads the body, once for each event. One that isn't JSON has no fields.</summary>
    public void ReadBody()
    {
        if (_bodyRead) return;
        try
        {
            FieldReader.Read(_record!.Body, _table.Root, this);
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The gateway lets no such body in; if one stands in the log all the same, scoring goes on without it,
            // and for every replay alike.
            Forget();
            FillFromRecord();
        }
        _bodyRead = true;
    }

    public FieldKind Kind(int path) => Value(path).Kind;

    /// <summary>The number, 1 or 0 for a boolean, or NaN.</summary>
    public double Number(int path) => Value(path).Number;

    /// <summary>True if the field was an array with that element.</summary>
    public bool HasMember(int member) => _flags[_links!.Flags[member]];

    /// <summary>The field's text; empty where it is none.</summary>
    public ReadOnlySpan<byte> Text(int path) => TextOf(in Value(path));

    /// <summary>The field as it stands in the event, for people to read; null where it is missing.</summary>
    public string? Json(int path)
    {
        ref readonly var value = ref Value(path);
        if (value.Kind == FieldKind.Missing) return null;
        if (value.Source is FieldSource.Body or FieldSource.Scratch)
            return System.Text.Encoding.UTF8.GetString(_record!.Body.Slice(value.JsonStart, value.JsonLength));
        return $"\"{JsonEncodedText.Encode(TextOf(in value), JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";
    }

    public void Set(int slot, in FieldValue value)
    {
        if (_slots[slot].Kind == FieldKind.Missing) _touchedSlots[_touchedSlotCount++] = slot;
        _slots[slot] = value;
    }

    public void Raise(int flag)
    {
        if (_flags[flag]) return;
        _flags[flag] = true;
        _touchedFlags[_touchedFlagCount++] = flag;
    }

    /// <summary>The string under the reader with its escapes resolved; stays until the next event.</summary>
    public (int Start, int Length) Unescape(ref Utf8JsonReader reader)
    {
        var needed = _scratchLength + reader.ValueSpan.Length;
        if (needed > _scratch.Length) Array.Resize(ref _scratch, Math.Max(needed, 2 * _scratch.Length));
        var start = _scratchLength;
        var length = reader.CopyString(_scratch.AsSpan(start));
        _scratchLength += length;
        return (start, length);
    }

    /// <summary>A text that <see cref="Unescape"/> put down.</summary>
    public ReadOnlySpan<byte> Unescaped((int Start, int Length) text) => _scratch.AsSpan(text.Start, text.Length);

    /// <summary>Gives back what was unescaped last, where nothing refers to it.</summary>
    public void Release((int Start, int Length) text) => _scratchLength = text.Start;

    private ref readonly FieldValue Value(int path) => ref _slots[_links!.Slots[path]];

    private ReadOnlySpan<byte> TextOf(in FieldValue value) => value.Source switch
    {
        FieldSource.Body => _record!.Body.Slice(value.TextStart, value.TextLength),
        FieldSource.Scratch => _scratch.AsSpan(value.TextStart, value.TextLength),
        FieldSource.EventId => _record!.EventId,
        FieldSource.EventType => _record!.Type,
        FieldSource.UserId => _record!.UserId,
        _ => _table.Tenant,
    };

    private void FillFromRecord()
    {
        var fields = _table.FromRecord;
        for (var i = 0; i < fields.Count; i++)
        {
            var (slot, source) = fields[i];
            Set(slot, new FieldValue { Kind = FieldKind.Text, Source = source, Number = double.NaN });
        }
    }

    private void Forget()
    {
        for (var i = 0; i < _touchedSlotCount; i++) _slots[_touchedSlots[i]] = FieldValue.Missing;
        for (var i = 0; i < _touchedFlagCount; i++) _flags[_touchedFlags[i]] = false;
        _touchedSlotCount = _touchedFlagCount = _scratchLength = 0;
        _bodyRead = false;
    }
}
