using CsCheck;
using Phoenix.Messages.Events;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Serialization.Blocks;

namespace Phoenix.Messages.Tests.Serialization.Blocks;

/// <summary>The blocks of <see cref="EventListCodec"/> and <see cref="ScoredEntriesCodec"/>.</summary>
public class PackedListsSpecs
{
    private const long AcceptedAtUs = 1_763_469_296_123_456;

    private static readonly Gen<EventRecord> GenEvent =
        from parts in Gen.Byte.Array[0, 50].Array[4]
        from occurredAtUs in Gen.Long
        select new EventRecord(
            [.. parts.SelectMany(part => part)], parts[0].Length, parts[1].Length, parts[2].Length, occurredAtUs);

    private static readonly Gen<ScoredEntry> GenEntry =
        from userId in Gen.Byte.Array[1, 50]
        from points in Gen.Long
        from occurredAtUs in Gen.Long
        select new ScoredEntry(userId, points, occurredAtUs);

    [Fact]
    public void Any_events_come_back() => GenEvent.Array[0, 20].Sample(events =>
        Assert.Equal(
            Described.Of(events), Described.Of(EventListCodec.Read(events.Length, EventListCodec.Write(events)))));

    [Fact]
    public void Any_entries_come_back() => Gen.Select(GenEntry.Array[0, 20], Gen.Long).Sample((entries, acceptedAtUs) =>
        Assert.Equal(
            Described.Of(entries),
            Described.Of(ScoredEntriesCodec.Read(
                entries.Length, ScoredEntriesCodec.Write(entries, acceptedAtUs), acceptedAtUs))));

    [Fact]
    public void An_entry_takes_few_bytes_beside_the_user()
    {
        var entry = new ScoredEntry("user-123"u8.ToArray(), 10_000_000, AcceptedAtUs - 2_000_000);
        Assert.Equal(8 + 1 + 4 + 4, ScoredEntriesCodec.Write([entry], AcceptedAtUs).Length);
    }

    [Fact]
    public void The_user_of_one_event_is_written_once_however_many_rules_it_matches()
    {
        var users = new[] { "user-123"u8.ToArray(), "user-4567"u8.ToArray() };
        var entries = users.SelectMany(user => Enumerable.Range(0, 32).Select(
            rule => new ScoredEntry(user, rule, AcceptedAtUs))).ToArray();
        var bytes = ScoredEntriesCodec.Write(entries, AcceptedAtUs);
        Assert.Equal((64 * 3) + 8 + 9, bytes.Length);
        Assert.Equal(Described.Of(entries), Described.Of(ScoredEntriesCodec.Read(64, bytes, AcceptedAtUs)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(int.MaxValue)]
    public void A_wrong_count_is_refused(int count)
    {
        var events = EventListCodec.Write([Samples.GuideEvent()]);
        Assert.Throws<InvalidDataException>(() => EventListCodec.Read(count, events));
        var entries = ScoredEntriesCodec.Write([new ScoredEntry("user"u8.ToArray(), 1, 2)], AcceptedAtUs);
        Assert.Throws<InvalidDataException>(() => ScoredEntriesCodec.Read(count, entries, AcceptedAtUs));
    }
}
