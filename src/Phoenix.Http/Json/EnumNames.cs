using System.Diagnostics.CodeAnalysis;

namespace Phoenix.Http.Json;

/// <summary>The public names of an enum's values; exact, in lower case.</summary>
public sealed class EnumNames<T>
    where T : struct, Enum
{
    private readonly Dictionary<T, string> _names = [];
    private readonly Dictionary<string, T> _values = new(StringComparer.Ordinal);

    public EnumNames(params ReadOnlySpan<(T Value, string Name)> pairs)
    {
        foreach (var (value, name) in pairs)
        {
            _names.Add(value, name);
            _values.Add(name, value);
        }
        All = string.Join(", ", _values.Keys);
    }

    /// <summary>Every name, for messages.</summary>
    public string All { get; }

    public string NameOf(T value) => _names[value];

    public bool TryParse([NotNullWhen(true)] string? name, out T value)
    {
        value = default;
        return name is not null && _values.TryGetValue(name, out value);
    }
}
