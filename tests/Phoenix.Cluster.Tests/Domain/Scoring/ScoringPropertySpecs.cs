using CsCheck;
using Phoenix.Cluster.Domain.Scoring;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Tests.Domain.Scoring;

public sealed class ScoringPropertySpecs
{
    /// <summary>Random boards and events, scored by the engine and the reference; the seed is printed.</summary>
    [Fact]
    public void Scores_as_the_reference_does()
    {
        var contributions = 0;
        Gen.Int.Sample(seed =>
        {
            var gen = new ScoringGen(seed);
            var boards = gen.Boards();
            Assert.All(boards, b => Assert.Empty(ScoringSamples.Check(b)));
            var plan = ScoringSamples.Plan(boards);
            for (var i = 0; i < 20; i++)
            {
                var record = gen.Event();
                var expected = new NaiveEvent(record).Score(boards, text => gen.Expressions[text]);
                Assert.Equal(expected, ScoringSamples.Score(plan, record));
                Interlocked.Add(ref contributions, expected.Count);
            }
        }, iter: 1_000);
        Assert.True(contributions > 2_500, $"only {contributions} contributions were compared");
    }

    [Fact]
    public void Explains_as_it_scores()
    {
        Gen.Int.Sample(seed =>
        {
            var gen = new ScoringGen(seed);
            var plan = ScoringSamples.Plan(gen.Boards());
            var scorer = plan.NewScorer();
            for (var i = 0; i < 5; i++)
            {
                var record = gen.Event();
                var explained = Enumerable.Range(0, plan.BoardCount)
                    .Select(b => (Board: b, Why: scorer.Explain(record, b)))
                    .Where(b => b.Why.Filters.All(f => f.Holds))
                    .SelectMany(b => b.Why.Rules.Where(r => r.IsMatched)
                        .Select(r => (b.Board, r.Index, r.PointsMillionths)));
                var scored = ScoringSamples.Score(plan, record);
                Assert.Equal(scored, explained);
                Assert.Equal(
                    scored.Select(s => s.Board).Distinct(),
                    Enumerable.Range(0, plan.BoardCount)
                        .Where(b => scorer.Judge(record, b).Verdict == EventVerdict.Scored));
            }
        }, iter: 200);
    }
}
