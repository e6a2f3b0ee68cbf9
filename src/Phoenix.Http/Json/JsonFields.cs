using System.Text.Json;
using Phoenix.Messages.Ids;

namespace Phoenix.Http.Json;

/// <summary>
/// One JSON object, read strictly: a field that is not known, missing or of the wrong type is noted with its full path.
/// <c>null</c> is absence. An object that is absent or none reads as empty, and nothing more is said about its fields.
/// </summary>
public readonly struct JsonFields
{
    private readonly JsonElement _object;
    private readonly string _path;
    private readonly FieldErrors _errors;
    private readonly bool _there;

    private JsonFields(JsonElement element, string path, FieldErrors errors, bool there) =>
        (_object, _path, _errors, _there) = (element, path, errors, there);

    /// <summary>Opens an object at <paramref name="path"/> (empty for the body itself).</summary>
    /// <param name="known">The only fields that it may have.</param>
    public static JsonFields Open(
        JsonElement element, string path, FieldErrors errors, params ReadOnlySpan<string> known)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path.Length == 0 ? "body" : path, "must be an object");
            return new JsonFields(default, path, errors, there: false);
        }
        foreach (var property in element.EnumerateObject())
        {
            if (!known.Contains(property.Name)) errors.Add(JsonPaths.Join(path, property.Name), "is not a known field");
        }
        return new JsonFields(element, path, errors, there: true);
    }

    /// <summary>The field, where it is there and not null.</summary>
    public JsonElement? Value(string name) =>
        _there && _object.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>The field, which must be there.</summary>
    public JsonElement? RequiredValue(string name)
    {
        var value = Value(name);
        if (value is null && _there) Fail(name, "is required");
        return value;
    }

    /// <summary>Was the field given, be it as null?</summary>
    public bool IsGiven(string name) => _there && _object.TryGetProperty(name, out _);

    public JsonFields Object(string name, params ReadOnlySpan<string> known) => Open(name, Value(name), known);

    public JsonFields RequiredObject(string name, params ReadOnlySpan<string> known) =>
        Open(name, RequiredValue(name), known);

    public string? Text(string name) => Text(name, Value(name));

    public string? RequiredText(string name) => Text(name, RequiredValue(name));

    /// <summary>A text of so many code points, none of them control (but line feeds and tabs where allowed).</summary>
    public string? BoundedText(string name, int codePointsMin, int codePointsMax, bool allowsLines = false)
    {
        var text = Text(name);
        if (text is null) return null;
        var codePoints = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            codePoints++;
            if (System.Text.Rune.IsControl(rune) && !(allowsLines && rune.Value is '\n' or '\t'))
            {
                Fail(name, allowsLines ? "must have no control characters but line feeds and tabs"
                    : "must have no control characters");
                return null;
            }
        }
        if (codePoints >= codePointsMin && codePoints <= codePointsMax) return text;
        Fail(name, $"must have {codePointsMin} to {codePointsMax} characters");
        return null;
    }

    /// <summary>The name of a tenant or leaderboard: 1–64 of <c>[A-Za-z0-9_-]</c>.</summary>
    public string? Id(string name, bool required)
    {
        var text = required ? RequiredText(name) : Text(name);
        if (text is null || IdText.IsName(text)) return text;
        Fail(name, "must be 1 to 64 of A-Z a-z 0-9 _ -");
        return null;
    }

    public int? WholeNumber(string name, int min, int max)
    {
        if (Value(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number))
        {
            if (number >= min && number <= max) return number;
        }
        Fail(name, $"must be a whole number from {min} to {max}");
        return null;
    }

    public T? Choice<T>(string name, EnumNames<T> names, bool required = false)
        where T : struct, Enum
    {
        if ((required ? RequiredValue(name) : Value(name)) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String && names.TryParse(value.GetString(), out var choice)) return choice;
        Fail(name, $"must be one of {names.All}");
        return null;
    }

    /// <summary>Notes that a field breaks a rule.</summary>
    public void Fail(string name, string rule) => _errors.Add(PathOf(name), rule);

    public string PathOf(string name) => JsonPaths.Join(_path, name);

    private JsonFields Open(string name, JsonElement? value, ReadOnlySpan<string> known) => value is { } element
        ? Open(element, PathOf(name), _errors, known)
        : new JsonFields(default, PathOf(name), _errors, there: false);

    private string? Text(string name, JsonElement? value)
    {
        if (value is null) return null;
        if (value.Value.ValueKind == JsonValueKind.String) return value.Value.GetString();
        Fail(name, "must be a string");
        return null;
    }
}
