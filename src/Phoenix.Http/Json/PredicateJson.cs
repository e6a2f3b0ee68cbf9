using System.Text.Json;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Json;

/// <summary>Filters and conditions: <c>{"attrs.mode":{"in":["ranked","tournament"]}}</c>.</summary>
/// <remarks>
/// Checked here: the shape, that operands are scalars of a kind the operator can take, and the limits. Whether a path
/// leads anywhere in an event is the engine's to judge.
/// </remarks>
public static class PredicateJson
{
    public const int PredicatesMax = 64;
    public const int OperandsMax = 1_000;
    public const int PathLengthMax = 256;
    public const int OperandLengthMax = 1_024;

    /// <summary>Reads the object at <paramref name="path"/>; absent means none. What is wrong is noted.</summary>
    public static IReadOnlyList<FieldPredicate> Read(JsonElement? element, string path, FieldErrors errors)
    {
        if (element is not { } predicates) return [];
        var result = new List<FieldPredicate>();
        if (predicates.ValueKind != JsonValueKind.Object)
        {
            errors.Add(path, "must be an object of paths");
            return result;
        }
        foreach (var field in predicates.EnumerateObject())
        {
            var place = JsonPaths.Join(path, field.Name);
            if (field.Name.Length is 0 or > PathLengthMax || field.Name.Any(char.IsControl))
            {
                errors.Add(place, $"must be a path of 1 to {PathLengthMax} characters, none of them control");
            }
            ReadOperators(field, place, result, errors);
        }
        if (result.Count > PredicatesMax) errors.Add(path, $"must hold at most {PredicatesMax} operators");
        return result;
    }

    /// <summary>Writes the object. Operators on one path stand together, in their order.</summary>
    public static void Write(Utf8JsonWriter json, IReadOnlyList<FieldPredicate> predicates)
    {
        json.WriteStartObject();
        foreach (var field in predicates.GroupBy(predicate => predicate.Path, StringComparer.Ordinal))
        {
            json.WriteStartObject(field.Key);
            foreach (var predicate in field)
            {
                json.WritePropertyName(ConfigNames.Operators.NameOf(predicate.Operator));
                WriteOperands(json, predicate);
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>Writes what the operator is given: a scalar or a list of them.</summary>
    public static void WriteOperands(Utf8JsonWriter json, FieldPredicate predicate)
    {
        if (TakesList(predicate.Operator)) WriteList(json, predicate.Operands);
        else WriteScalar(json, predicate.Operands[0]);
    }

    private static bool TakesList(PredicateOperator op) => op is PredicateOperator.In or PredicateOperator.Nin;

    private static void ReadOperators(JsonProperty field, string path, List<FieldPredicate> result, FieldErrors errors)
    {
        if (field.Value.ValueKind != JsonValueKind.Object || !field.Value.EnumerateObject().Any())
        {
            errors.Add(path, $"must be an object of operators ({ConfigNames.Operators.All})");
            return;
        }
        foreach (var given in field.Value.EnumerateObject())
        {
            var place = JsonPaths.Join(path, given.Name);
            if (!ConfigNames.Operators.TryParse(given.Name, out var op))
            {
                errors.Add(place, $"is not a known operator ({ConfigNames.Operators.All})");
            }
            else if (ReadOperands(op, given.Value, place, errors) is { } operands)
            {
                result.Add(new FieldPredicate(field.Name, op, operands));
            }
        }
    }

    private static Scalar[]? ReadOperands(PredicateOperator op, JsonElement value, string path, FieldErrors errors)
    {
        if (!TakesList(op)) return ReadScalar(op, value, path, errors) is { } single ? [single] : null;
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() > OperandsMax)
        {
            errors.Add(path, $"must be an array of at most {OperandsMax} scalars");
            return null;
        }
        var operands = new List<Scalar>(value.GetArrayLength());
        foreach (var item in value.EnumerateArray())
        {
            if (ReadScalar(op, item, $"{path}[{operands.Count}]", errors) is not { } operand) return null;
            operands.Add(operand);
        }
        return [.. operands];
    }

    private static Scalar? ReadScalar(PredicateOperator op, JsonElement value, string path, FieldErrors errors)
    {
        var kind = value.ValueKind;
        if (op == PredicateOperator.Exists && kind is not (JsonValueKind.True or JsonValueKind.False))
        {
            errors.Add(path, "must be true or false");
            return null;
        }
        if (op == PredicateOperator.StartsWith && kind != JsonValueKind.String)
        {
            errors.Add(path, "must be a string");
            return null;
        }
        switch (kind)
        {
            case JsonValueKind.Null: return Scalar.Null;
            case JsonValueKind.True: return Scalar.Of(true);
            case JsonValueKind.False: return Scalar.Of(false);
            case JsonValueKind.Number: return Scalar.Of(value.GetDouble());
            case JsonValueKind.String:
                if (value.GetString() is { Length: <= OperandLengthMax } text) return Scalar.Of(text);
                errors.Add(path, $"must have at most {OperandLengthMax} characters");
                return null;
            default:
                errors.Add(path, "must be a scalar (string, number, true, false or null)");
                return null;
        }
    }

    private static void WriteList(Utf8JsonWriter json, IReadOnlyList<Scalar> operands)
    {
        json.WriteStartArray();
        foreach (var operand in operands) WriteScalar(json, operand);
        json.WriteEndArray();
    }

    private static void WriteScalar(Utf8JsonWriter json, Scalar scalar)
    {
        switch (scalar.Kind)
        {
            case ScalarKind.Boolean: json.WriteBooleanValue(scalar.Boolean); break;
            case ScalarKind.Number: json.WriteNumberValue(scalar.Number); break;
            case ScalarKind.Text: json.WriteStringValue(scalar.Text); break;
            default: json.WriteNullValue(); break;
        }
    }
}
