using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Options;

namespace Phoenix.Http.Hosting;

/// <summary>
/// Reads one section of the configuration. A wrong value is an <see cref="OptionsValidationException"/> whose message
/// is one line with key, value and rule; a secret's value is never shown.
/// </summary>
internal sealed class Settings(IConfiguration configuration, string section)
{
    // Which keys the code reads is the same for every configuration.
    private static readonly ConcurrentDictionary<string, bool> Asked = new(StringComparer.OrdinalIgnoreCase);

    private readonly IConfigurationSection _section = configuration.GetSection(section);

    /// <summary>Every key that anybody has asked for, and whether it is a list.</summary>
    public static IReadOnlyDictionary<string, bool> Known => Asked;

    /// <summary>A whole number from <paramref name="min"/> to <paramref name="max"/>.</summary>
    public int Number(string key, int fallback, int min, int max)
    {
        var text = Text(key);
        if (text is null) return fallback;
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max
            ? value
            : throw Wrong(key, text, $"must be a whole number from {min} to {max}");
    }

    /// <summary><c>true</c> or <c>false</c>.</summary>
    public bool Flag(string key, bool fallback)
    {
        var text = Text(key);
        if (text is null) return fallback;
        return bool.TryParse(text, out var value) ? value : throw Wrong(key, text, "must be true or false");
    }

    /// <summary>The value without the space around it, or null where it is unset or blank.</summary>
    public string? Text(string key)
    {
        Asked.TryAdd($"{section}:{key}", false);
        var text = _section[key]?.Trim();
        return string.IsNullOrEmpty(text) ? null : text;
    }

    /// <summary>A list: numbered children (<c>Key:0</c>, <c>Key:1</c>, …) or one value with commas.</summary>
    public IReadOnlyList<string> List(string key)
    {
        Asked[$"{section}:{key}"] = true;
        var children = _section.GetSection(key).GetChildren().Select(child => child.Value?.Trim() ?? "").ToList();
        if (children.Count > 0) return children.Where(value => value.Length > 0).ToList();
        return Text(key)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
    }

    /// <summary>The fault to throw for a value of this section that breaks <paramref name="rule"/>.</summary>
    public OptionsValidationException Wrong(string key, string shownValue, string rule)
    {
        var value = shownValue.ReplaceLineEndings(" ");
        return new OptionsValidationException(
            Options.DefaultName, typeof(Settings), [$"{section}:{key} is '{value}': {rule}."]);
    }

    /// <summary>The same for a secret: its value stays unsaid.</summary>
    public OptionsValidationException WrongSecret(string key, string rule) =>
        new(Options.DefaultName, typeof(Settings), [$"{section}:{key} is '(secret)': {rule}."]);
}
