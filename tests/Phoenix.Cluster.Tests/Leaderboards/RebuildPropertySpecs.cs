using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using static Phoenix.Cluster.Tests.Leaderboards.RebuildRig;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Leaderboards;

/// <summary>Events, changes, backfills, cancels and crashes in any order: the board shows what the log comes
/// to.</summary>
public sealed class RebuildPropertySpecs
{
    private static readonly string[] Points = ["attrs.score", "attrs.score * 2", "3"];
    private static readonly Aggregation[] Aggregations = [Aggregation.Sum, Aggregation.Max, Aggregation.Count];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_happens_on_the_way_the_board_shows_what_the_log_comes_to(int seed)
    {
        var random = new Random(seed);
        await using var rig = await StartAsync(Config());
        for (var step = 0; step < 25; step++)
        {
            await rig.SendAsync(random.Next(1, 8));
            await StepAsync(rig, random);
        }
        await rig.Kit.EventuallyAsync(
            async () => await rig.AskAgainAsync(new GetRebuild(Acme, BoardId)) is RebuildReply
            {
                State: not RebuildState.Running,
            },
            () => $"Seed {seed}: the last run does not end.");

        await rig.AssertServesTheLogAsync();
        Assert.Equal(0, (await rig.VerifiedAsync()).Report!.DifferenceCount);
    }

    /// <summary>Where it doesn't fit what is under way it is refused, which is right too.</summary>
    private static async Task StepAsync(RebuildRig rig, Random random)
    {
        var points = Points[random.Next(Points.Length)];
        switch (random.Next(9))
        {
            case 0 or 1:
                var config = Config(aggregation: Aggregations[random.Next(Aggregations.Length)], points: points);
                await rig.AskAgainAsync(
                    new ChangeLeaderboardConfig(Acme, BoardId, config, null, new Backfill(null)));
                break;
            case 2:
                await rig.AskAgainAsync(new ChangeLeaderboardConfig(Acme, BoardId, Config(points: points), null));
                break;
            case 3:
                await rig.ChangeAsync(random.Next(2) == 0 ? LeaderboardStatus.Active : LeaderboardStatus.Inactive);
                break;
            case 4:
                await rig.AskAgainAsync(new CancelRebuild(Acme, BoardId));
                break;
            case 5:
                await rig.Kit.KillAsync(Acme, Board);
                break;
            case 6:
                await rig.Kit.KillAsync(Acme);
                break;
            case 7:
                await rig.Kit.SupplantAsync(Acme, Board);
                break;
            default:
                await rig.AskAgainAsync(new VerifyLeaderboard(Acme, BoardId));
                break;
        }
        rig.Kit.Time.Advance(TimeSpan.FromMilliseconds(random.Next(3_000)));
    }
}
