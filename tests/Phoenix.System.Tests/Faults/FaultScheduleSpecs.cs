namespace Phoenix.System.Tests.Faults;

public sealed class FaultScheduleSpecs
{
    private static readonly FaultKind[] All = Enum.GetValues<FaultKind>();

    [Fact]
    public void A_seed_gives_the_same_rounds_again_and_another_seed_others()
    {
        Assert.Equal(Rounds(1, 50), Rounds(1, 50));
        Assert.NotEqual(Rounds(1, 50), Rounds(2, 50));
    }

    [Fact]
    public void Every_kind_that_can_be_had_comes_and_no_other()
    {
        Assert.Equal(All, Faults(3, 60, All).Select(fault => fault.Kind).Distinct().Order());
        FaultKind[] some = [FaultKind.NodePause, FaultKind.DatabaseKill];
        Assert.Equal(some, Faults(3, 60, some).Select(fault => fault.Kind).Distinct().Order());
    }

    [Fact]
    public void Two_faults_at_once_are_of_different_things()
    {
        var schedule = new FaultSchedule(4, 3, All);
        var pairs = Enumerable.Range(0, 200).Select(_ => schedule.NextRound())
            .Where(round => round.Count == 2).ToList();
        Assert.NotEmpty(pairs);
        Assert.All(pairs, pair => Assert.True(
            pair.Count(f => f.IsOfDatabase) == 1
            || (pair.All(f => !f.IsOfDatabase && !f.IsOfNodes) && pair[0].Node != pair[1].Node)));
    }

    [Fact]
    public void A_clock_goes_wrong_forth_and_back_within_what_is_tolerated_or_far_beyond_it()
    {
        var faults = Faults(5, 200, All);
        var skews = faults.Where(fault => fault.Kind == FaultKind.ClockSkew).Select(fault => fault.Step).ToList();
        var steps = faults.Where(fault => fault.Kind == FaultKind.ClockStep).Select(fault => fault.Step).ToList();
        Assert.All(skews, skew => Assert.InRange(skew.Duration().TotalSeconds, 5, 20));
        Assert.All(steps, step => Assert.InRange(step.Duration().TotalHours, 2, 26));
        Assert.All([skews, steps], some => Assert.Contains(some, step => step < TimeSpan.Zero));
        Assert.All([skews, steps], some => Assert.Contains(some, step => step > TimeSpan.Zero));
    }

    private static List<Fault> Faults(int seed, int rounds, IReadOnlyList<FaultKind> kinds)
    {
        var schedule = new FaultSchedule(seed, 3, kinds);
        return [.. Enumerable.Range(0, rounds).SelectMany(_ => schedule.NextRound())];
    }

    private static string Rounds(int seed, int count) => string.Join('\n', Faults(seed, count, All));
}
