using System.Globalization;
using System.Text.Json.Nodes;
using Phoenix.Http.Json;
using Phoenix.Messages.Ids;

namespace Phoenix.Http.OpenApi;

/// <summary>Builds JSON schemas (the 2020-12 dialect, which OpenAPI 3.1 speaks). Each call makes a new one.</summary>
internal static class Schema
{
    /// <summary>A schema of <c>components/schemas</c> by its name.</summary>
    public static JsonObject Ref(string name) => new() { ["$ref"] = "#/components/schemas/" + name };

    /// <summary>An object. A field whose name ends with <c>?</c> may be missing; further fields may come.</summary>
    public static JsonObject Object(params ReadOnlySpan<(string Name, JsonObject Schema)> fields)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var (name, schema) in fields)
        {
            properties[name.TrimEnd('?')] = schema;
            if (!name.EndsWith('?')) required.Add(name);
        }
        var result = new JsonObject { ["type"] = "object", ["properties"] = properties };
        if (required.Count > 0) result["required"] = required;
        return result;
    }

    /// <summary>The same, for a request body in which an unknown field is refused.</summary>
    public static JsonObject ClosedObject(params ReadOnlySpan<(string Name, JsonObject Schema)> fields)
    {
        var result = Object(fields);
        result["additionalProperties"] = false;
        return result;
    }

    /// <summary>An object of any names; each value is a <paramref name="value"/>.</summary>
    public static JsonObject Map(JsonObject value) => new() { ["type"] = "object", ["additionalProperties"] = value };

    /// <summary>Any JSON value.</summary>
    public static JsonObject Anything() => new()
    {
        ["type"] = new JsonArray("object", "array", "string", "number", "boolean", "null"),
    };

    /// <summary>Any JSON object.</summary>
    public static JsonObject AnyObject() => new() { ["type"] = "object", ["additionalProperties"] = true };

    public static JsonObject List(JsonObject item, int? min = null, int? max = null)
    {
        var result = new JsonObject { ["type"] = "array", ["items"] = item };
        if (min is not null) result["minItems"] = min;
        if (max is not null) result["maxItems"] = max;
        return result;
    }

    public static JsonObject Text(int? min = null, int? max = null)
    {
        var result = new JsonObject { ["type"] = "string" };
        if (min is not null) result["minLength"] = min;
        if (max is not null) result["maxLength"] = max;
        return result;
    }

    /// <summary>The id of a tenant or a board.</summary>
    public static JsonObject Name() => new()
    {
        ["type"] = "string",
        ["pattern"] = "^[A-Za-z0-9_-]{1," + IdText.NameLengthMax.ToString(CultureInfo.InvariantCulture) + "}$",
    };

    /// <summary>The id of an event, a type or a user, as events bring it.</summary>
    public static JsonObject EventText() => Text(1, IdText.EventTextCodePointsMax);

    public static JsonObject OneOf(params ReadOnlySpan<string> values)
    {
        var names = new JsonArray();
        foreach (var value in values) names.Add(value);
        return new JsonObject { ["type"] = "string", ["enum"] = names };
    }

    /// <summary>The public names of an enum of the code.</summary>
    public static JsonObject OneOf<T>(EnumNames<T> names) where T : struct, Enum => OneOf(names.All.Split(", "));

    public static JsonObject Time() => new() { ["type"] = "string", ["format"] = "date-time" };

    public static JsonObject Flag() => new() { ["type"] = "boolean" };

    public static JsonObject Whole(long? min = 0, long? max = null)
    {
        var result = new JsonObject { ["type"] = "integer", ["format"] = "int64" };
        if (min is not null) result["minimum"] = min;
        if (max is not null) result["maximum"] = max;
        if (max is <= int.MaxValue && min is >= int.MinValue) result["format"] = "int32";
        return result;
    }

    /// <summary>A score: a number with at most six decimal places, written in full.</summary>
    public static JsonObject Score() => new() { ["type"] = "number" };

    /// <summary>An opaque position in a tenant's log.</summary>
    public static JsonObject Position() => new() { ["type"] = "string", ["pattern"] = "^[0-9]{1,19}$" };

    /// <summary>The same, or null.</summary>
    public static JsonObject OrNull(this JsonObject schema)
    {
        if (schema["type"] is not JsonValue type)
            return new JsonObject { ["oneOf"] = new JsonArray(schema, new JsonObject { ["type"] = "null" }) };
        schema["type"] = new JsonArray(type.GetValue<string>(), "null");
        if (schema["enum"] is JsonArray values) values.Add((JsonNode?)null);
        return schema;
    }

    public static JsonObject Default(this JsonObject schema, JsonNode value)
    {
        schema["default"] = value;
        return schema;
    }

    /// <summary>Tells the reader what it means.</summary>
    public static JsonObject Says(this JsonObject schema, string text)
    {
        schema["description"] = text;
        return schema;
    }
}
