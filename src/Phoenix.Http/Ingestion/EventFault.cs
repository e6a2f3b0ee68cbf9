using Phoenix.Messages.Errors;

namespace Phoenix.Http.Ingestion;

/// <summary>The first rule that an event breaks.</summary>
/// <param name="Field">The field's path in the event.</param>
/// <param name="Rule">What is wrong, led by the field's public name.</param>
internal sealed record EventFault(string Field, string Rule)
{
    private const int ShownLengthMax = 64;

    public static readonly EventFault NotAnObject = new("event", "event must be an object");
    public static readonly EventFault LoneSurrogate =
        new("event", "event must not hold half a surrogate pair (\\ud800 to \\udfff standing alone)");
    public static readonly EventFault NumberTooLarge =
        new("event", "event must not hold a number beyond binary64 (1e308)");

    /// <summary>As the caller sees it.</summary>
    public string Message { get; } = "Validation failed: " + Rule;

    /// <summary>The refusal of a request that is this one event.</summary>
    public Refusal ToRefusal() =>
        new(ErrorCode.ValidationError, Message) { Details = [new FieldError(Field, Rule)] };

    /// <summary>A name that stands twice in one object; a long one is shown in part.</summary>
    public static EventFault Duplicate(string name)
    {
        var shown = name.Length <= ShownLengthMax ? name
            : name[..(char.IsHighSurrogate(name[ShownLengthMax - 1]) ? ShownLengthMax - 1 : ShownLengthMax)] + "…";
        return new EventFault(shown, $"property name '{shown}' stands twice in one object");
    }
}
