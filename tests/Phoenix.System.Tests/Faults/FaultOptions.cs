using System.Globalization;

namespace Phoenix.System.Tests.Faults;

/// <summary>How long a run takes, which faults it draws, and where it leaves its logs.</summary>
internal sealed record FaultOptions(TimeSpan Duration, int Seed, string? Folder)
{
    private const int DefaultSeconds = 120;

    public static FaultOptions FromEnvironment() => new(
        TimeSpan.FromSeconds(Number("PHOENIX_FAULTS_SECONDS") ?? DefaultSeconds),
        Number("PHOENIX_FAULTS_SEED") ?? Environment.TickCount & 0xFFFFFF,
        Environment.GetEnvironmentVariable("PHOENIX_FAULTS_FOLDER"));

    private static int? Number(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
