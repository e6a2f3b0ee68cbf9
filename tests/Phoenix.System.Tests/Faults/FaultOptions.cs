using System.Globalization;

namespace Phoenix.System.Tests.Faults;

/// <summary>How long a run takes, which faults it draws, and where it leaves its logs.</summary>
/// <param name="Kinds">The kinds that are drawn, where not all.</param>
internal sealed record FaultOptions(TimeSpan Duration, int Seed, IReadOnlyList<FaultKind> Kinds, string? Folder)
{
    // A schedule of its own where none is named, the same each time.
    private const int DefaultSeed = 3;

    private const int DefaultSeconds = 300;

    /// <summary>How long rounds begin; zero: no run.</summary>
    public static int Seconds => Number("PHOENIX_FAULTS_SECONDS") ?? DefaultSeconds;

    public static FaultOptions FromEnvironment() => new(
        TimeSpan.FromSeconds(Seconds),
        Number("PHOENIX_FAULTS_SEED") ?? DefaultSeed,
        Text("PHOENIX_FAULTS_KINDS") is { } kinds
            ? [.. kinds.Split(',').Select(Enum.Parse<FaultKind>)] : Enum.GetValues<FaultKind>(),
        Text("PHOENIX_FAULTS_FOLDER"));

    private static int? Number(string variable) =>
        Text(variable) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;

    private static string? Text(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? text : null;
}
