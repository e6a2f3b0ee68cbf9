using System.Text;
using System.Text.Json;
using Phoenix.Http.Replay;

namespace Phoenix.Http.Tests.Replay;

public sealed class ReplayBatchesSpecs
{
    private static ReplayItem Event(long line, int bytes) =>
        ReplayItem.Of(line, Encoding.ASCII.GetBytes($"\"{new string('x', bytes - 2)}\""));

    private static List<ArraySegment<ReplayItem>> Pack(
        IEnumerable<ReplayItem> items, long? limit = null, ReplayTally? tally = null) =>
        [.. ReplayBatches.Of(items, 100, limit, tally ?? new ReplayTally())];

    [Fact]
    public void Packs_by_count_and_leaves_out_rows_without_an_event()
    {
        var tally = new ReplayTally();
        var rows = Enumerable.Range(1, 252).Select(line => line switch
        {
            5 => ReplayItem.Skip(line),
            9 => ReplayItem.Faulty(line, "why"),
            _ => Event(line, 10),
        });
        Assert.Equal([100, 100, 50], Pack(rows, null, tally).Select(batch => batch.Count));
        Assert.Equal((252, 1, 1, 250), (tally.Read, tally.Skipped, tally.Failed, tally.Unconfirmed));
        Assert.Equal(["line 9: why"], tally.Reasons);
    }

    [Fact]
    public void Keeps_every_body_within_a_mebibyte_unless_one_event_alone_exceeds_it()
    {
        var batches = Pack([Event(1, 600_000), Event(2, 448_562), Event(3, 10), Event(4, 1_100_000), Event(5, 10)]);
        Assert.Equal([[1L, 2], [3], [4], [5]], batches.Select(batch => batch.Select(item => item.Line)));
        Assert.Equal(ReplayBatches.BodyBytesMax, ReplayBatches.BodyOf(batches[0]).Length);
    }

    [Fact]
    public void Reads_no_more_rows_than_the_limit()
    {
        IEnumerable<ReplayItem> Rows()
        {
            yield return Event(1, 10);
            yield return ReplayItem.Skip(2);
            throw new InvalidOperationException("a third row was asked for");
        }

        var tally = new ReplayTally();
        Assert.Single(Pack(Rows(), 2, tally));
        Assert.Equal(2, tally.Read);
    }

    [Fact]
    public void The_body_is_the_request_of_the_API()
    {
        using var json = JsonDocument.Parse(ReplayBatches.BodyOf(new[] { Event(1, 3), Event(2, 4) }));
        Assert.Equal(["x", "xx"], json.RootElement.GetProperty("events").EnumerateArray().Select(e => e.GetString()));
    }
}
