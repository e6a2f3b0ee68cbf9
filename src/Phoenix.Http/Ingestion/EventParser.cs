using System.Text;
using System.Text.Json;
using Phoenix.Messages.Events;

namespace Phoenix.Http.Ingestion;

/// <summary>
/// Reads one event in a single pass of <see cref="Utf8JsonReader"/>, without a document: checks every rule of the
/// contract and makes the record for the log, whose body is the event as sent but for <c>tenant_id</c>.
/// </summary>
/// <remarks>
/// What breaks a rule is kept as the event's fault and reading goes on to its end, since the other events of a bulk
/// follow; what is not JSON throws <see cref="JsonException"/>. The caller has checked that the bytes are UTF-8.
/// One instance serves one request at a time and allocates nothing but the record.
/// </remarks>
internal sealed partial class EventParser
{
    private static readonly EventFault NotATime = new(
        EventField.OccurredAt.Path,
        "occurred_at must be an RFC 3339 time with an offset, such as 2025-11-18T12:34:56Z");

    private readonly PropertyNames _names = new();
    private readonly byte[] _unescaped = new byte[4 * UnescapedLengthMax];
    private int _unescapedCount;
    private EventFault? _fault;
    private byte[]? _overlongEventId;

    private TextSlot _eventId;
    private TextSlot _type;
    private TextSlot _userId;
    private Member _tenantId;
    private long? _occurredAtUs;
    private bool _hasActor;
    private bool _hasAttrs;
    private bool _hasOccurredAt;

    /// <summary>
    /// Reads the value that the reader stands on, to its end. Offsets of the reader are offsets into <paramref
    /// name="body"/>.
    /// </summary>
    public ParsedEvent Read(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, in EventRules rules)
    {
        Clear();
        var start = (int)reader.TokenStartIndex;
        if (reader.TokenType == JsonTokenType.StartObject)
        {
            ReadMembers(ref reader, body, rules);
        }
        else
        {
            reader.Skip();
            Fail(EventFault.NotAnObject);
        }
        CheckPresence();
        if (_fault is not null) return new ParsedEvent(null, _fault, FailedId(body));
        return new ParsedEvent(CreateRecord(body, start, (int)reader.BytesConsumed, rules.Tenant), null, null);
    }

    private void Clear()
    {
        _names.Clear();
        _unescapedCount = 0;
        _fault = null;
        _overlongEventId = null;
        _eventId = _type = _userId = default;
        _tenantId = default;
        _occurredAtUs = null;
        _hasActor = _hasAttrs = _hasOccurredAt = false;
    }

    private void ReadMembers(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, in EventRules rules)
    {
        var self = _names.OpenObject();
        var previousEnd = 0;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var nameStart = (int)reader.TokenStartIndex;
            if (_tenantId.End > 0 && _tenantId.NextStart == 0) _tenantId.NextStart = nameStart;
            var name = ReadName(ref reader, body, self);
            var field = FieldOf(name);
            reader.Read();
            ReadField(ref reader, body, field, rules);
            var end = (int)reader.BytesConsumed;
            if (field == Field.TenantId && _tenantId.End == 0)
                _tenantId = new Member { End = end, PreviousEnd = previousEnd };
            previousEnd = end;
        }
    }

    private void ReadField(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, Field field, in EventRules rules)
    {
        switch (field)
        {
            case Field.TenantId:
                ReadOptionalText(ref reader, body, EventField.TenantId);
                break;
            case Field.EventId:
                ReadId(ref reader, body, EventField.EventId, ref _eventId);
                break;
            case Field.Type:
                ReadId(ref reader, body, EventField.Type, ref _type);
                break;
            case Field.OccurredAt:
                ReadOccurredAt(ref reader, body, rules);
                break;
            case Field.Actor:
                if (BeginsObject(ref reader, body, EventField.Actor, ref _hasActor)) ReadActor(ref reader, body);
                break;
            case Field.Subject:
                var hasSubject = false;
                if (BeginsObject(ref reader, body, EventField.Subject, ref hasSubject)) ReadSubject(ref reader, body);
                break;
            case Field.Attrs:
                if (BeginsObject(ref reader, body, EventField.Attrs, ref _hasAttrs)) Walk(ref reader, body);
                break;
            default:
                Walk(ref reader, body);
                break;
        }
    }

    private void ReadActor(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var self = _names.OpenObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = ReadName(ref reader, body, self);
            bool isUserId = name.SequenceEqual("user_id"u8), isMetadata = name.SequenceEqual("metadata"u8);
            reader.Read();
            var hasMetadata = false;
            if (isUserId) ReadId(ref reader, body, EventField.UserId, ref _userId);
            else if (!isMetadata || BeginsObject(ref reader, body, EventField.Metadata, ref hasMetadata))
                Walk(ref reader, body);
        }
    }

    private void ReadSubject(ref Utf8JsonReader reader, ReadOnlySpan<byte> body)
    {
        var self = _names.OpenObject();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = ReadName(ref reader, body, self);
            var field = name.SequenceEqual("type"u8) ? EventField.SubjectType
                : name.SequenceEqual("id"u8) ? EventField.SubjectId : null;
            reader.Read();
            if (field is null) Walk(ref reader, body);
            else ReadOptionalText(ref reader, body, field);
        }
    }

    /// <summary>
    /// True where an object begins; null is absence, anything else a fault. These two are read to their end.
    /// </summary>
    private bool BeginsObject(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, EventField field, ref bool isPresent)
    {
        if (reader.TokenType == JsonTokenType.Null) return false;
        isPresent = true;
        if (reader.TokenType == JsonTokenType.StartObject) return true;
        Fail(field.NotAnObject);
        Walk(ref reader, body);
        return false;
    }

    private void ReadOptionalText(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, EventField field)
    {
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Null)) Fail(field.NotAString);
        Walk(ref reader, body);
    }

    private void ReadId(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, EventField field, ref TextSlot slot)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        if (reader.TokenType != JsonTokenType.String)
        {
            // A fault it is, but a later, second one with a text would not make it good.
            slot.IsPresent = true;
            Fail(field.NotAString);
            Walk(ref reader, body);
            return;
        }
        if (!ReadText(ref reader, ref slot))
        {
            var isWhole = JsonStrings.HasWholeSurrogates(reader.ValueSpan);
            if (isWhole && field == EventField.EventId) _overlongEventId = Unescape(ref reader);
            Fail(isWhole ? field.TooLong : EventFault.LoneSurrogate);
            return;
        }
        if (field.FaultOf(Text(slot, body)) is { } fault) Fail(fault);
    }

    private void ReadOccurredAt(ref Utf8JsonReader reader, ReadOnlySpan<byte> body, in EventRules rules)
    {
        if (reader.TokenType == JsonTokenType.Null) return;
        _hasOccurredAt = true;
        var slot = default(TextSlot);
        if (reader.TokenType != JsonTokenType.String)
        {
            Fail(EventField.OccurredAt.NotAString);
            Walk(ref reader, body);
        }
        else if (!ReadText(ref reader, ref slot))
        {
            Fail(NotATime);
        }
        else if (slot.Length == 0)
        {
            Fail(EventField.OccurredAt.Empty);
        }
        else if (!Rfc3339.TryParse(Text(slot, body), out var microseconds))
        {
            Fail(NotATime);
        }
        else
        {
            _occurredAtUs = microseconds;
            if (microseconds > rules.LatestUs) Fail(rules.TooLate);
        }
    }

    private void CheckPresence()
    {
        if (_fault is not null) return;
        _fault = !_eventId.IsPresent ? EventField.EventId.Empty
            : !_type.IsPresent ? EventField.Type.Empty
            : !_hasActor ? EventField.Actor.Empty
            : !_userId.IsPresent ? EventField.UserId.Empty
            : !_hasOccurredAt ? EventField.OccurredAt.Empty
            : !_hasAttrs ? EventField.Attrs.Empty
            : null;
    }

    /// <summary>A failed event is answered with its id, where it has one, whatever is wrong with that.</summary>
    private byte[]? FailedId(ReadOnlySpan<byte> body) =>
        _eventId.IsText ? Text(_eventId, body).ToArray() : _overlongEventId;

    private EventRecord CreateRecord(ReadOnlySpan<byte> body, int start, int end, string tenant)
    {
        // "{" + tenant_id + "," and then the members as sent, without the tenant_id that was among them. There is
        // always another member: an event without one has failed.
        int headEnd = start + 1, tailStart = start + 1;
        if (_tenantId.End > 0)
        {
            headEnd = _tenantId.PreviousEnd == 0 ? headEnd : _tenantId.PreviousEnd;
            tailStart = _tenantId.PreviousEnd == 0 ? _tenantId.NextStart : _tenantId.End;
        }
        ReadOnlySpan<byte> eventId = Text(_eventId, body), type = Text(_type, body), userId = Text(_userId, body);
        ReadOnlySpan<byte> head = body[(start + 1)..headEnd], tail = body[tailStart..end];
        var prefix = "{\"tenant_id\":\""u8;
        var suffix = "\","u8;
        var buffer = GC.AllocateUninitializedArray<byte>(
            eventId.Length + type.Length + userId.Length
            + prefix.Length + tenant.Length + suffix.Length + head.Length + tail.Length);
        var target = buffer.AsSpan();
        Append(ref target, eventId);
        Append(ref target, type);
        Append(ref target, userId);
        Append(ref target, prefix);
        target = target[Encoding.ASCII.GetBytes(tenant, target)..];
        Append(ref target, suffix);
        Append(ref target, head);
        Append(ref target, tail);
        return new EventRecord(buffer, eventId.Length, type.Length, userId.Length, _occurredAtUs!.Value);
    }

    private static void Append(ref Span<byte> target, ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(target);
        target = target[bytes.Length..];
    }

    private void Fail(EventFault fault) => _fault ??= fault;

    /// <summary>Where <c>tenant_id</c> stands in the body, for cutting it out.</summary>
    private struct Member
    {
        public int End;
        public int PreviousEnd;
        public int NextStart;
    }
}
