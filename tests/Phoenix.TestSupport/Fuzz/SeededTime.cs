using System.Globalization;

namespace Phoenix.TestSupport.Fuzz;

/// <summary>How long a test of random cases runs, and from which seed: another one each day unless it is
/// told.</summary>
public sealed class SeededTime
{
    private readonly string _name;

    /// <param name="name"><c>PHOENIX_{name}_SECONDS</c> and <c>PHOENIX_{name}_SEED</c> are read.</param>
    /// <param name="seconds">How long without the variable.</param>
    public SeededTime(string name, int seconds)
    {
        _name = name;
        Seed = Setting("SEED") ?? (TimeProvider.System.GetUtcNow().DayOfYear * 100_000);
        Duration = TimeSpan.FromSeconds(Setting("SECONDS") ?? seconds);
    }

    public int Seed { get; }

    public TimeSpan Duration { get; }

    /// <summary>What makes a case the first one: <c>PHOENIX_{name}_SEED=…</c>.</summary>
    public string Again(int seed) => string.Create(CultureInfo.InvariantCulture, $"PHOENIX_{_name}_SEED={seed}");

    private int? Setting(string what) =>
        int.TryParse(
            Environment.GetEnvironmentVariable($"PHOENIX_{_name}_{what}"), CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
