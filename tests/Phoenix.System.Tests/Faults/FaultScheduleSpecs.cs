namespace Phoenix.System.Tests.Faults;

public sealed class FaultScheduleSpecs
{
    [Fact]
    public void A_seed_gives_the_same_rounds_again_and_another_seed_others()
    {
        Assert.Equal(Rounds(1, 50), Rounds(1, 50));
        Assert.NotEqual(Rounds(1, 50), Rounds(2, 50));
    }

    [Fact]
    public void Every_kind_comes_and_those_of_the_network_only_where_there_is_one()
    {
        Assert.Equal(
            Enum.GetValues<FaultKind>(), Faults(3, 60, hasNetwork: true).Select(f => f.Kind).Distinct().Order());
        Assert.DoesNotContain(Faults(3, 60, hasNetwork: false), fault => fault.IsOfNetwork);
    }

    [Fact]
    public void Two_faults_at_once_are_of_different_things()
    {
        var schedule = new FaultSchedule(4, 3, hasNetwork: true);
        var pairs = Enumerable.Range(0, 200).Select(_ => schedule.NextRound())
            .Where(round => round.Count == 2).ToList();
        Assert.NotEmpty(pairs);
        Assert.All(pairs, pair => Assert.True(
            !pair.Any(f => f.IsOfAllNodes)
            && (pair.Count(f => f.IsOfDatabase) == 1
                || (pair.All(f => !f.IsOfDatabase) && pair[0].Node != pair[1].Node))));
    }

    private static List<Fault> Faults(int seed, int rounds, bool hasNetwork)
    {
        var schedule = new FaultSchedule(seed, 3, hasNetwork);
        return [.. Enumerable.Range(0, rounds).SelectMany(_ => schedule.NextRound())];
    }

    private static string Rounds(int seed, int count) => string.Join('\n', Faults(seed, count, hasNetwork: true));
}
