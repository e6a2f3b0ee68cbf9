using System.Diagnostics;
using System.Globalization;
using Xunit.Abstractions;

namespace Phoenix.Cluster.Tests.Differential;

/// <summary>
/// Random boards over random logs, by the engine and by a naive model written apart from it, compared over whole
/// boards.
/// </summary>
/// <remarks>
/// <c>PHOENIX_DIFFERENTIAL_SECONDS</c> sets for how long (default 60), <c>PHOENIX_DIFFERENTIAL_SEED</c> the first
/// case's seed (default: another one each day); a failure names the seed of its case.
/// </remarks>
public sealed class DifferentialSpecs(ITestOutputHelper output)
{
    private const int CasesMin = 200;

    [Fact]
    public void Every_board_is_what_the_model_says()
    {
        var first = Setting("PHOENIX_DIFFERENTIAL_SEED") ?? (TimeProvider.System.GetUtcNow().DayOfYear * 100_000);
        var time = TimeSpan.FromSeconds(Setting("PHOENIX_DIFFERENTIAL_SECONDS") ?? 60);
        var started = Stopwatch.GetTimestamp();
        var (cases, contributions) = (0, 0L);
        for (; cases < CasesMin || Stopwatch.GetElapsedTime(started) < time; cases++)
        {
            var seed = first + cases;
            try
            {
                contributions += DifferentialRun.Compare(new DifferentialCase(seed), seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"The case of PHOENIX_DIFFERENTIAL_SEED={seed}: {e.Message}", e);
            }
        }
        output.WriteLine($"Seeds {first} to {first + cases - 1}: {contributions} contributions compared.");
        Assert.True(contributions > cases, $"Only {contributions} contributions in {cases} cases.");
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : null;
}
