using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Replay;

/// <summary>The yardstick itself, against figures taken from the table with other tools.</summary>
public sealed class GoalCountSpecs
{
    [Fact]
    public void Counts_the_table_as_others_do()
    {
        var counted = GoalCount.Of(RepositoryPaths.Goalscorers);
        Assert.Equal(14_853, counted.Count);
        Assert.Equal((1, 124), counted["Cristiano Ronaldo"]);
        Assert.Equal((2, 75), counted["Harry Kane"]);
        Assert.Equal(3, counted["Delio \"Maravilla\" Gamboa"].Goals);
        Assert.DoesNotContain("NA", counted.Keys);
        Assert.Equal(46_934, counted.Values.Sum(entry => entry.Goals));
    }

    [Fact]
    public void Equal_counts_share_a_rank_and_the_next_one_skips()
    {
        var counted = GoalCount.Of(RepositoryPaths.Goalscorers).Values.ToList();
        Assert.All(counted, entry => Assert.Equal(1 + counted.Count(other => other.Goals > entry.Goals), entry.Rank));
    }
}
