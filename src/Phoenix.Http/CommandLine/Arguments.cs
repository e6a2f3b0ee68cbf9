using System.Globalization;

namespace Phoenix.Http.CommandLine;

/// <summary>The arguments of a verb, told apart: words, and options by name.</summary>
/// <remarks>
/// An option is spelled <c>--name value</c> or <c>--name=value</c> and given once. Whatever breaks a rule is a
/// <see cref="UsageException"/> that names option and rule.
/// </remarks>
public sealed class Arguments
{
    private readonly Dictionary<string, string> _given = new(StringComparer.Ordinal);
    private readonly List<string> _words = [];

    private Arguments()
    {
    }

    /// <summary>What is no option, in order.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <exception cref="UsageException">An option is unknown, given twice, or lacks its value.</exception>
    public static Arguments Parse(IReadOnlyList<string> args, IReadOnlyList<VerbOption> options)
    {
        var arguments = new Arguments();
        for (var i = 0; i < args.Count; i++)
        {
            if (!args[i].StartsWith('-'))
            {
                arguments._words.Add(args[i]);
                continue;
            }
            var isJoined = args[i].StartsWith("--", StringComparison.Ordinal) && args[i].Contains('=');
            var name = isJoined ? args[i].Split('=', 2)[0] : args[i];
            var value = isJoined ? args[i].Split('=', 2)[1] : null;
            var option = options.FirstOrDefault(o => o.Name == name || o.Short == name);
            if (option is null || (option.Value is null && value is not null))
                throw new UsageException($"unknown option '{args[i]}'");
            if (option.Value is null) value = "";
            else if (value is null && ++i < args.Count) value = args[i];
            if (value is null) throw new UsageException($"{name} needs a value");
            if (!arguments._given.TryAdd(option.Name, value)) throw new UsageException($"{name} is given twice");
        }
        return arguments;
    }

    /// <summary>Is the option given?</summary>
    public bool Has(string name) => _given.ContainsKey(name);

    /// <summary>The option's value, or null where it isn't given.</summary>
    public string? Text(string name) => _given.GetValueOrDefault(name);

    /// <summary>A whole number within bounds, or <paramref name="standard"/> where it isn't given.</summary>
    public long Number(string name, long standard, long min, long max)
    {
        if (Text(name) is not { } text) return standard;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)
            && value >= min && value <= max
            ? value
            : throw new UsageException(max == long.MaxValue
                ? $"{name} is '{text}', it must be a whole number from {min}"
                : $"{name} is '{text}', it must be a whole number from {min} to {max}");
    }

    /// <summary>A node's address without a path.</summary>
    public static Uri UrlOf(string name, string given) =>
        Uri.TryCreate(given, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"
            && url.PathAndQuery == "/" && url.UserInfo.Length == 0
            ? url
            : throw new UsageException($"{name} is '{given}', it must be http://host:port or https://host:port");

    /// <summary>A credential, checked to be fit for a header; its value is never shown.</summary>
    public static string? CredentialOf(string? given, string what)
    {
        if (string.IsNullOrEmpty(given)) return null;
        return given.All(c => c is > ' ' and < '\x7f')
            ? given : throw new UsageException($"the {what} holds characters that none has");
    }
}
