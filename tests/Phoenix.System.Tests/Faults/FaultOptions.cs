using System.Globalization;

namespace Phoenix.System.Tests.Faults;

/// <summary>How long a run takes, which faults it draws, and where it leaves its logs.</summary>
internal sealed record FaultOptions(TimeSpan Duration, int Seed, string? Folder)
{
    private const int DefaultSeconds = 120;

    // A schedule of its own where none is named, the same each time.
    private const int DefaultSeed = 3;

    public static bool IsAskedFor => Number("PHOENIX_FAULTS_SECONDS") is not null;

    public static FaultOptions FromEnvironment() => new(
        TimeSpan.FromSeconds(Number("PHOENIX_FAULTS_SECONDS") ?? DefaultSeconds),
        Number("PHOENIX_FAULTS_SEED") ?? DefaultSeed,
        Environment.GetEnvironmentVariable("PHOENIX_FAULTS_FOLDER"));

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
