using System.Text;
using Phoenix.Messages.Ids;

namespace Phoenix.Http.Ingestion;

/// <summary>The faults that one field of an event can have, made once.</summary>
/// <param name="Path">Where it stands in the event.</param>
/// <param name="Name">What the messages call it.</param>
internal sealed record EventField(string Path, string Name)
{
    public static readonly EventField TenantId = new("tenant_id", "tenant_id");
    public static readonly EventField EventId = new("event_id", "event_id");
    public static readonly EventField Type = new("type", "event_type");
    public static readonly EventField Actor = new("actor", "actor");
    public static readonly EventField UserId = new("actor.user_id", "actor.user_id");
    public static readonly EventField Metadata = new("actor.metadata", "actor.metadata");
    public static readonly EventField Subject = new("subject", "subject");
    public static readonly EventField SubjectType = new("subject.type", "subject.type");
    public static readonly EventField SubjectId = new("subject.id", "subject.id");
    public static readonly EventField OccurredAt = new("occurred_at", "occurred_at");
    public static readonly EventField Attrs = new("attrs", "attrs");

    public EventFault Empty { get; } = new(Path, Name + " cannot be empty");
    public EventFault NotAString { get; } = new(Path, Name + " must be a string");
    public EventFault NotAnObject { get; } = new(Path, Name + " must be an object");

    public EventFault TooLong { get; } = new(Path, Name + " must be at most 128 characters (code points)");
    public EventFault HasControl { get; } = new(Path, Name + " must not hold control characters");

    /// <summary>What is wrong with a text that is no id, or null.</summary>
    public EventFault? FaultOf(ReadOnlySpan<byte> utf8)
    {
        // Nearly every id is printable ASCII; the general rule decodes code point by code point.
        const int Max = IdText.EventTextCodePointsMax;
        if (utf8.Length is > 0 and <= Max && !utf8.ContainsAnyExceptInRange((byte)' ', (byte)'~')) return null;
        if (utf8.IsEmpty) return Empty;
        if (IdText.IsEventText(utf8)) return null;
        if (utf8.Length > Max * 4) return TooLong;
        var codePoints = 0;
        foreach (var _ in Encoding.UTF8.GetString(utf8).EnumerateRunes()) codePoints++;
        return codePoints > Max ? TooLong : HasControl;
    }
}
