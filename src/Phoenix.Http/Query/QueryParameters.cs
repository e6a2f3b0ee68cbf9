using Microsoft.AspNetCore.WebUtilities;
using Phoenix.Http.Json;

namespace Phoenix.Http.Query;

/// <summary>The known parameters of a request's query string; names are exact, others are ignored.</summary>
/// <remarks>Noted as faults: a known parameter given twice, and values that break the rule they are read by.</remarks>
public readonly struct QueryParameters
{
    private readonly string[] _names;
    private readonly string?[] _values;

    private QueryParameters(string[] names, string?[] values, FieldErrors errors) =>
        (_names, _values, Errors) = (names, values, errors);

    /// <summary>What is wrong so far.</summary>
    public FieldErrors Errors { get; }

    public static QueryParameters Read(HttpContext context, string[] known)
    {
        var values = new string?[known.Length];
        var parameters = new QueryParameters(known, values, new FieldErrors());
        foreach (var pair in new QueryStringEnumerable(context.Request.QueryString.Value))
        {
            var index = IndexOf(known, pair.DecodeName().Span);
            if (index < 0) continue;
            if (values[index] is not null) parameters.Errors.Add(known[index], "may be given once");
            values[index] = pair.DecodeValue().ToString();
        }
        return parameters;
    }

    /// <summary>Is it one of those that were asked for?</summary>
    public bool Knows(string name) => IndexOf(_names, name) >= 0;

    /// <summary>The parameter's text, or null where it is absent.</summary>
    public string? Text(string name) => _values[IndexOf(_names, name)];

    /// <summary>A whole number within bounds, or the default where it is absent.</summary>
    public int WholeNumber(string name, int min, int max, int absent)
    {
        var text = Text(name);
        if (text is null) return absent;
        if (Json.WholeNumber.TryParse(text, out var value) && value >= min && value <= max) return (int)value;
        Errors.Add(name, $"must be a whole number from {min} to {max}");
        return absent;
    }

    private static int IndexOf(string[] names, ReadOnlySpan<char> name)
    {
        for (var i = 0; i < names.Length; i++)
        {
            if (name.SequenceEqual(names[i])) return i;
        }
        return -1;
    }
}
