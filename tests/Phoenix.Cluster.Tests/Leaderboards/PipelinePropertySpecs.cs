using System.Globalization;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using Phoenix.TestSupport.Model;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Leaderboards;

/// <summary>
/// Random events in random order, batches and repeats, with tenants and boards killed at any moment, a journal that
/// fails before or after the write, rows to boards lost, doubled and overtaken, and old incarnations that write on:
/// in the end every promise of the log holds, and every board is what the reference model says.
/// </summary>
/// <remarks>
/// <c>PHOENIX_PIPELINE_RUNS</c> sets how many runs (default 10), <c>PHOENIX_PIPELINE_SEED</c> the first one's seed.
/// </remarks>
public sealed class PipelinePropertySpecs
{
    private static readonly int FirstSeed = Setting("PHOENIX_PIPELINE_SEED", 1);
    private static readonly int Runs = Setting("PHOENIX_PIPELINE_RUNS", 10);

    [Fact]
    public async Task Whatever_fails_on_the_way_the_log_keeps_its_promises_and_boards_equal_the_model()
    {
        for (var seed = FirstSeed; seed < FirstSeed + Runs; seed++)
        {
            try
            {
                await using var run = new PipelineRun(seed);
                await run.RunAsync();
                await AssertLogAsync(run);
                await AssertBoardsAsync(run);
                // From checkpoints, whoever wrote them last, and the log.
                await run.Kit.KillAsync(run.Tenant);
                foreach (var board in run.Boards) await run.Kit.KillAsync(run.Tenant, board);
                await AssertBoardsAsync(run);
            }
            catch (Exception e)
            {
                throw new InvalidOperationException($"The run with PHOENIX_PIPELINE_SEED={seed} failed: {e.Message}",
                    e);
            }
        }
    }

    private static async Task AssertLogAsync(PipelineRun run)
    {
        var stored = await StoredAsync(run);
        Assert.Equal(stored.Distinct(), stored);
        Assert.Subset(stored.ToHashSet(), run.Acknowledged.ToHashSet());
        Assert.NotEmpty(run.Acknowledged);

        foreach (var chunk in run.Sent.Values.Chunk(40))
        {
            var retry = (EventsAcceptedReply)await new TellUntil(run.Kit, Accept(run.Tenant, chunk))
                .UntilAsync<EventsAcceptedReply>();
            for (var i = 0; i < chunk.Length; i++)
            {
                var id = PipelineRun.IdOf(chunk[i]);
                if (stored.Contains(id)) Assert.True(retry.Duplicates[i], $"{id} is in the log and no duplicate.");
            }
        }
        Assert.Equal(run.Sent.Keys.Order(), (await StoredAsync(run)).Order());
    }

    private static async Task<List<string>> StoredAsync(PipelineRun run) =>
        [.. (await run.Kit.LogAsync(run.Tenant)).SelectMany(row => IdsOf(row.Event))];

    private static async Task AssertBoardsAsync(PipelineRun run)
    {
        await run.SettleAsync();
        var log = await run.Kit.LogAsync(run.Tenant);
        var model = log.Aggregate(new ReferenceModel(), (m, row) => m.Apply(row.Position, row.Event));
        Assert.Equal(run.Boards.Count, model.Boards.Count);
        foreach (var (id, board) in model.Boards)
            await BoardAssert.EqualAsync(run.Kit, run.Tenant, id, board, log.Count);
    }

    private static int Setting(string name, int standard) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value)
            ? value
            : standard;
}
