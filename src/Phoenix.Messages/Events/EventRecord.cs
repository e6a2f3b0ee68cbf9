using System.Text;

namespace Phoenix.Messages.Events;

/// <summary>
/// One validated event as it travels from the gateway to the log and on to scoring: its id, type and user beside
/// the JSON body, all UTF-8 in one buffer.
/// </summary>
/// <remarks>The body is the event's JSON as sent, but for <c>tenant_id</c>, which is the token's.</remarks>
public sealed class EventRecord
{
    private readonly byte[] _buffer;
    private readonly int _eventIdLength;
    private readonly int _typeLength;
    private readonly int _userIdLength;

    /// <summary>Takes over <paramref name="buffer"/>, which holds event id, type, user id and body one behind the
    /// other.</summary>
    public EventRecord(byte[] buffer, int eventIdLength, int typeLength, int userIdLength, long occurredAtUs)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        if ((eventIdLength | typeLength | userIdLength) < 0
            || eventIdLength + typeLength + userIdLength > buffer.Length)
        {
            throw new ArgumentException("The lengths do not fit the buffer.", nameof(buffer));
        }
        _buffer = buffer;
        _eventIdLength = eventIdLength;
        _typeLength = typeLength;
        _userIdLength = userIdLength;
        OccurredAtUs = occurredAtUs;
    }

    /// <summary>When the event happened, in microseconds since the Unix epoch (negative before 1970).</summary>
    public long OccurredAtUs { get; }

    public ReadOnlySpan<byte> EventId => _buffer.AsSpan(0, _eventIdLength);
    public ReadOnlySpan<byte> Type => _buffer.AsSpan(_eventIdLength, _typeLength);
    public ReadOnlySpan<byte> UserId => _buffer.AsSpan(_eventIdLength + _typeLength, _userIdLength);
    public ReadOnlySpan<byte> Body => _buffer.AsSpan(_eventIdLength + _typeLength + _userIdLength);

    /// <summary>The user's id as memory, for entries that outlive the span.</summary>
    public ReadOnlyMemory<byte> UserIdMemory => _buffer.AsMemory(_eventIdLength + _typeLength, _userIdLength);

    /// <summary>All bytes that the event takes, in its order: id, type, user, body.</summary>
    public int SizeBytes => _buffer.Length;

    /// <summary>Builds a record from texts; for tests and tools.</summary>
    public static EventRecord Create(
        string eventId, string type, string userId, long occurredAtUs, ReadOnlySpan<byte> body)
    {
        var id = Encoding.UTF8.GetBytes(eventId);
        var t = Encoding.UTF8.GetBytes(type);
        var u = Encoding.UTF8.GetBytes(userId);
        return new EventRecord([.. id, .. t, .. u, .. body], id.Length, t.Length, u.Length, occurredAtUs);
    }

    /// <summary>No payload in logs: the id alone.</summary>
    public override string ToString() => $"EventRecord({_eventIdLength} B id, {SizeBytes} B)";
}
