using System.Text.Json;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Limits;

namespace Phoenix.Http.Ingestion;

/// <summary>
/// Reads the bodies of both requests, whole: what is not JSON refuses a request whatever stood before it.
/// </summary>
internal sealed class RequestParser
{
    private const string EmptyBulk = "Bulk request must contain at least 1 event";

    // Reading is synchronous, so a thread's parser is never shared, and its tables stay warm.
    [ThreadStatic]
    private static RequestParser? _ofThread;

    private readonly EventParser _events = new();
    private readonly List<ParsedEvent> _parsed = [];

    public static RequestParser OfThread => _ofThread ??= new RequestParser();

    /// <summary>Reads a body that is one event.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public ParsedEvent ReadSingle(ReadOnlySpan<byte> body, in EventRules rules)
    {
        var reader = Begin(body);
        var parsed = _events.Read(ref reader, body, rules);
        End(ref reader);
        return parsed;
    }

    /// <summary>Reads a body <c>{"events":[…]}</c>; other members are passed over.</summary>
    /// <exception cref="JsonException">It is not JSON.</exception>
    public ParsedEvent[]? ReadBulk(ReadOnlySpan<byte> body, in EventRules rules, int eventsMax, out Refusal? refusal)
    {
        _parsed.Clear();
        var reader = Begin(body);
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            reader.Skip();
            End(ref reader);
            refusal = Invalid("Validation failed: the body must be an object with an array of events");
            return null;
        }
        refusal = null;
        var hasEvents = false;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isEvents = IsEvents(ref reader);
            reader.Read();
            if (!isEvents)
            {
                reader.Skip();
                continue;
            }
            if (hasEvents) refusal ??= Invalid("Validation failed: property name 'events' stands twice");
            hasEvents = true;
            ReadEvents(ref reader, body, rules, eventsMax, ref refusal);
        }
        End(ref reader);
        if (refusal is null && _parsed.Count == 0) refusal = Invalid(EmptyBulk);
        var result = refusal is null ? _parsed.ToArray() : null;
        _parsed.Clear();
        return result;
    }

    private void ReadEvents(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> body, in EventRules rules, int eventsMax, ref Refusal? refusal)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
        {
            if (reader.TokenType != JsonTokenType.Null)
                refusal ??= Invalid("Validation failed: events must be an array");
            reader.Skip();
            return;
        }
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (_parsed.Count == eventsMax) refusal ??= Invalid($"Bulk request can contain maximum {eventsMax} events");
            if (refusal is null) _parsed.Add(_events.Read(ref reader, body, rules));
            else reader.Skip();
        }
    }

    private static bool IsEvents(ref Utf8JsonReader reader) =>
        (!reader.ValueIsEscaped || JsonStrings.HasWholeSurrogates(reader.ValueSpan))
        && reader.ValueTextEquals("events"u8);

    private static Utf8JsonReader Begin(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = ContractLimits.JsonDepthMax });
        reader.Read();
        return reader;
    }

    // Behind the one value there may be white space only: the reader throws on anything else.
    private static void End(ref Utf8JsonReader reader) => reader.Read();

    private static Refusal Invalid(string message) =>
        new(ErrorCode.ValidationError, message) { Details = [new FieldError("events", message)] };
}
