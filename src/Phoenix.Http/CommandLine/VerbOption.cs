namespace Phoenix.Http.CommandLine;

/// <summary>An option of a verb.</summary>
/// <param name="Name">As typed, with its dashes: <c>--limit</c>.</param>
/// <param name="Value">What its value is called in the help; null for a switch, which takes none.</param>
/// <param name="Help">One line.</param>
/// <param name="Short">A shorter spelling, <c>-n</c>, or null.</param>
public sealed record VerbOption(string Name, string? Value, string Help, string? Short = null);
