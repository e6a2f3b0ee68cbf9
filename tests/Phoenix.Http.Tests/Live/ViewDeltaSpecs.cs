using CsCheck;
using Phoenix.Http.Live;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Tests.Live;

public sealed class ViewDeltaSpecs
{
    [Fact]
    public void Deltas_joined_do_what_they_do_one_by_one() => Gen.Int.Sample(
        seed =>
        {
            var random = new Random(seed);
            var (states, deltas) = (new List<StandingsEntry[]> { RandomRows(random) }, new List<ViewDelta>());
            for (var i = random.Next(1, 5); i > 0; i--)
            {
                states.Add(RandomRows(random));
                deltas.Add(Between(states[^2], states[^1]));
                Assert.Equal(states[^1], deltas[^1].Apply(states[^2]));
            }

            var joined = deltas.Aggregate((a, b) => a.Then(b));

            Assert.Equal(states[^1], joined.Apply(states[0]));
            Assert.Empty(joined.Removed.Intersect(states[^1].Select(e => e.UserId)));
        });

    private static StandingsEntry[] RandomRows(Random random)
    {
        var users = Enumerable.Range(0, 8).Where(_ => random.Next(2) == 0).OrderBy(_ => random.Next()).ToList();
        return [.. users.Select((user, i) => new StandingsEntry(i + 1, i + 1, $"u{user}", random.Next(3), 1, 0))];
    }

    private static ViewDelta Between(StandingsEntry[] before, StandingsEntry[] after) => new(
        [.. after.Except(before)], [.. before.Select(e => e.UserId).Except(after.Select(e => e.UserId))]);
}
