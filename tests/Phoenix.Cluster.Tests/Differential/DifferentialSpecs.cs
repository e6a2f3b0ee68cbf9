using System.Diagnostics;
using Phoenix.TestSupport.Fuzz;
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
        var time = new SeededTime("DIFFERENTIAL", 60);
        var started = Stopwatch.GetTimestamp();
        var (cases, contributions) = (0, 0L);
        for (; cases < CasesMin || Stopwatch.GetElapsedTime(started) < time.Duration; cases++)
        {
            var seed = time.Seed + cases;
            try
            {
                contributions += DifferentialRun.Compare(new DifferentialCase(seed), seed);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"The case of {time.Again(seed)}: {e.Message}", e);
            }
        }
        output.WriteLine($"Seeds {time.Seed} to {time.Seed + cases - 1}: {contributions} contributions compared.");
        Assert.True(contributions > cases, $"Only {contributions} contributions in {cases} cases.");
    }
}
