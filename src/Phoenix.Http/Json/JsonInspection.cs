using System.Text.Json;

namespace Phoenix.Http.Json;

/// <summary>
/// What a JSON parser lets through and no document of Phoenix may hold: a name twice in one object, lone surrogates,
/// U+0000, numbers outside binary64. After it every string can be read without a fault.
/// </summary>
public static class JsonInspection
{
    /// <summary>Walks the whole value and notes every fault.</summary>
    /// <param name="root">From a document whose depth was bounded when it was parsed.</param>
    public static void Inspect(JsonElement root, FieldErrors errors) => Inspect(root, null, errors);

    private static void Inspect(JsonElement element, Step? step, FieldErrors errors)
    {
        if (errors.IsFull) return;
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                InspectObject(element, step, errors);
                break;
            case JsonValueKind.Array:
                var index = 0;
                foreach (var item in element.EnumerateArray()) Inspect(item, new Step(step, null, index++), errors);
                break;
            case JsonValueKind.String:
                if (!TryRead(element, static e => e.GetString()!, out var text))
                {
                    errors.Add(PathOf(step), "must be well-formed Unicode, and holds half of a surrogate pair");
                }
                else if (text.Contains('\0'))
                {
                    errors.Add(PathOf(step), "must not contain U+0000");
                }
                break;
            case JsonValueKind.Number:
                if (!element.TryGetDouble(out var number) || !double.IsFinite(number))
                {
                    errors.Add(PathOf(step), "must be a number within binary64");
                }
                break;
        }
    }

    private static void InspectObject(JsonElement element, Step? step, FieldErrors errors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            if (!TryRead(property, static p => p.Name, out var name) || name.Contains('\0'))
            {
                errors.Add(PathOf(step), "has a field name that is not well-formed Unicode or contains U+0000");
                continue;
            }
            var inner = new Step(step, name, 0);
            if (!names.Add(name)) errors.Add(PathOf(inner), "is given twice");
            Inspect(property.Value, inner, errors);
        }
    }

    // System.Text.Json has no way to ask whether an escaped text is well-formed: it throws.
    private static bool TryRead<T>(T source, Func<T, string> read, out string text)
    {
        try
        {
            text = read(source);
            return true;
        }
        catch (InvalidOperationException)
        {
            text = "";
            return false;
        }
    }

    private static string PathOf(Step? step)
    {
        if (step is null) return "body";
        var path = step.Parent is null ? "" : PathOf(step.Parent);
        return step.Name is null ? $"{path}[{step.Index}]" : JsonPaths.Join(path, step.Name);
    }

    // Paths are spelled out only for what is wrong: a document may have half a million values.
    private sealed record Step(Step? Parent, string? Name, int Index);
}
