using System.Text;
using System.Text.Json;
using Phoenix.Messages.Limits;

namespace Phoenix.Http.Ingestion;

/// <summary>The part that reads names, texts and values of any form.</summary>
internal sealed partial class EventParser
{
    // 128 code points beyond the BMP, each written as an escaped surrogate pair; nothing valid is longer.
    private const int UnescapedLengthMax = 128 * 12;

    // The number of the open object at each depth.
    private readonly int[] _objects = new int[ContractLimits.JsonDepthMax + 1];

    private enum Field
    {
        Other,
        TenantId,
        EventId,
        Type,
        Actor,
        Subject,
        OccurredAt,
        Attrs,
    }

    private static Field FieldOf(ReadOnlySpan<byte> name) => name.Length switch
    {
        4 when name.SequenceEqual("type"u8) => Field.Type,
        5 when name.SequenceEqual("actor"u8) => Field.Actor,
        5 when name.SequenceEqual("attrs"u8) => Field.Attrs,
        7 when name.SequenceEqual("subject"u8) => Field.Subject,
        8 when name.SequenceEqual("event_id"u8) => Field.EventId,
        9 when name.SequenceEqual("tenant_id"u8) => Field.TenantId,
        11 when name.SequenceEqual("occurred_at"u8) => Field.OccurredAt,
        _ => Field.Other,
    };

    /// <summary>
    /// Reads a value of any form to its end, with all that the rules ask of names, strings and numbers.
    /// </summary>
    private void Walk(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var depth = reader.CurrentDepth;
        do
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    _objects[reader.CurrentDepth] = _names.OpenObject();
                    break;
                case JsonTokenType.PropertyName:
                    ReadName(ref reader, body, _objects[reader.CurrentDepth - 1]);
                    break;
                case JsonTokenType.String:
                    if (reader.ValueIsEscaped && !JsonStrings.HasWholeSurrogates(reader.ValueSpan))
                        Fail(EventFault.LoneSurrogate);
                    break;
                case JsonTokenType.Number:
                    if (!JsonStrings.IsFinite(ref reader)) Fail(EventFault.NumberTooLarge);
                    break;
            }
        }
        while ((reader.CurrentDepth > depth || Opens(reader.TokenType)) && reader.Read());
    }

    private static bool Opens(JsonTokenType token) => token is JsonTokenType.StartObject or JsonTokenType.StartArray;

    /// <summary>Reads a property's name, unescaped, and notes it as one of its object's.</summary>
    private ReadOnlySpan<byte> ReadName(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, int objectId)
    {
        var raw = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            if (!_names.Add(objectId, (int)reader.TokenStartIndex + 1, raw.Length, body)) FailDuplicate(raw);
            return raw;
        }
        if (!JsonStrings.HasWholeSurrogates(raw))
        {
            Fail(EventFault.LoneSurrogate);
            return default;
        }
        var target = _names.Unescaped(raw.Length);
        var name = target[..reader.CopyString(target)];
        if (!_names.AddUnescaped(objectId, name.Length, body)) FailDuplicate(name);
        return name;
    }

    private void FailDuplicate(ReadOnlySpan<byte> name)
    {
        // Making the text is left out where another fault is reported anyway.
        if (_fault is null) Fail(EventFault.Duplicate(Encoding.UTF8.GetString(name[..Math.Min(name.Length, 256)])));
    }

    /// <summary>
    /// Notes where the string that the reader stands on is; unescaped into the buffer where need be. False: it is too
    /// long for an id, or no text.
    /// </summary>
    private bool ReadText(ref Utf8JsonReader reader, ref TextSlot slot)
    {
        slot = new TextSlot { IsPresent = true };
        var raw = reader.ValueSpan;
        if (!reader.ValueIsEscaped)
        {
            slot.Offset = (int)reader.TokenStartIndex + 1;
            slot.Length = raw.Length;
            slot.IsText = true;
            return true;
        }
        if (raw.Length > UnescapedLengthMax || !JsonStrings.HasWholeSurrogates(raw)
            || _unescaped.Length - _unescapedCount < raw.Length)
        {
            return false;
        }
        slot.Offset = _unescapedCount;
        slot.Length = reader.CopyString(_unescaped.AsSpan(_unescapedCount));
        slot.IsUnescaped = slot.IsText = true;
        _unescapedCount += slot.Length;
        return true;
    }

    private static byte[] Unescape(ref Utf8JsonReader reader)
    {
        var text = new byte[reader.ValueSpan.Length];
        return text[..reader.CopyString(text)];
    }

    private ReadOnlySpan<byte> Text(in TextSlot slot, ReadOnlySpan<byte> body) =>
        slot.IsUnescaped ? _unescaped.AsSpan(slot.Offset, slot.Length) : body.Slice(slot.Offset, slot.Length);

    /// <summary>Where an id stands: in the body, or unescaped in the buffer.</summary>
    private struct TextSlot
    {
        public int Offset;
        public int Length;
        public bool IsPresent;
        public bool IsText;
        public bool IsUnescaped;
    }
}
