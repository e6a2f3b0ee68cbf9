using System.Buffers.Binary;
using System.Runtime.Serialization;
using System.Text;
using CsCheck;
using K4os.Compression.LZ4;
using Phoenix.Messages.Events;
using Phoenix.Messages.Serialization.Blocks;
using Phoenix.Messages.Tenants;
using Proto = Phoenix.Messages.Serialization.Proto;

namespace Phoenix.Messages.Tests.Serialization.Blocks;

public class EventsAcceptedCodecSpecs
{
    private const int ManyEvents = 200;

    private static readonly Gen<EventRecord> GenEvent =
        from eventId in Gen.Byte.Array[0, 200]
        from type in Gen.Byte.Array[0, 30]
        from userId in Gen.Byte.Array[0, 200]
        from body in Gen.Byte.Array[0, 600]
        from occurredAtUs in Gen.OneOf(Gen.Long, Gen.Long[1_763_000_000_000_000, 1_764_000_000_000_000])
        select new EventRecord(
            [.. eventId, .. type, .. userId, .. body], eventId.Length, type.Length, userId.Length, occurredAtUs);

    private static readonly Gen<EventsAccepted> GenRow =
        from rowId in Gen.ULong
        from acceptedAtUs in Gen.Long
        from events in GenEvent.Array[0, 20]
        select new EventsAccepted(rowId, acceptedAtUs, events);

    [Fact]
    public void Any_row_comes_back_with_equal_content_and_gives_equal_bytes_again() => GenRow.Sample(row =>
    {
        var bytes = EventsAcceptedCodec.Write(row);
        var read = EventsAcceptedCodec.Read(bytes);
        Assert.Equal(Described.Of(row), Described.Of(read));
        Assert.Equal(IdsOf(row), IdsOf(read));
        Assert.Equal(bytes, EventsAcceptedCodec.Write(read));
    }, print: _ => "row", iter: 500);

    [Fact]
    public void Ids_and_head_are_read_straight_from_the_bytes() => GenRow.Sample(row =>
    {
        var bytes = EventsAcceptedCodec.Write(row);
        var ids = new List<string>();
        var head = EventsAcceptedCodec.ReadIds(
            bytes, ref ids, static (ref list, id) => list.Add(Convert.ToHexString(id)));
        Assert.Equal(new EventRowHead(row.RowId, row.AcceptedAtUs, row.Count), head);
        Assert.Equal(head, EventsAcceptedCodec.ReadHead(bytes));
        Assert.Equal(IdsOf(row), ids);
    }, print: _ => "row", iter: 200);

    [Fact]
    public void Reading_ids_allocates_nothing()
    {
        var bytes = EventsAcceptedCodec.Write(Row(ManyEvents));
        var total = 0;
        EventIdVisitor<int> visit = static (ref sum, id) => sum += id.Length;
        EventsAcceptedCodec.ReadIds(bytes, ref total, visit);

        var before = GC.GetAllocatedBytesForCurrentThread();
        EventsAcceptedCodec.ReadIds(bytes, ref total, visit);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(2 * ManyEvents * 30, total);
    }

    [Fact]
    public void Ids_of_a_row_can_be_read_though_its_bodies_are_damaged()
    {
        var row = Row(ManyEvents);
        var bytes = EventsAcceptedCodec.Write(row);
        bytes[^40] ^= 1;

        var read = EventsAcceptedCodec.Read(bytes);

        Assert.Equal(IdsOf(row), IdsOf(read));
        Assert.Throws<SerializationException>(() => read.Events);
    }

    [Fact]
    public void The_bytes_are_the_protobuf_message_of_the_schema()
    {
        var row = Row(3);
        var wire = Proto.EventsAccepted.Parser.ParseFrom(EventsAcceptedCodec.Write(row));

        Assert.Equal((row.RowId, row.AcceptedAtUs, 3), (wire.RowId, wire.AcceptedAtUs, wire.Count));
        Assert.Equal(3 * 31, wire.EventIds.Length);
        Assert.Equal(EventsAcceptedLayout.CompressionLz4, wire.Compression);
        var raw = new byte[wire.BodiesBytes];
        Assert.Equal(raw.Length, LZ4Codec.Decode(wire.Bodies.Span, raw));
        Assert.Contains("\"platform\":\"ios\"", Encoding.UTF8.GetString(raw), StringComparison.Ordinal);

        var head = new byte[20];
        BinaryPrimitives.WriteUInt64LittleEndian(head, wire.RowId);
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(8), wire.AcceptedAtUs);
        BinaryPrimitives.WriteInt32LittleEndian(head.AsSpan(16), wire.Count);
        byte[] summed = [.. head, .. wire.EventIds.Span];
        Assert.Equal(PlainCrc32C(summed), (uint)wire.Checksum);
        Assert.Equal(PlainCrc32C([.. summed, .. raw]), (uint)(wire.Checksum >> 32));
    }

    [Fact]
    public void Bodies_that_do_not_shrink_are_stored_as_they_are()
    {
        var random = new Random(7);
        var body = new byte[5_000];
        random.NextBytes(body);
        var row = new EventsAccepted(1, 2, [EventRecord.Create("id", "type", "user", 3, body)]);
        var bytes = EventsAcceptedCodec.Write(row);

        Assert.Equal(0, Proto.EventsAccepted.Parser.ParseFrom(bytes).Compression);
        Assert.Equal(Described.Of(row), Described.Of(EventsAcceptedCodec.Read(bytes)));
    }

    [Fact]
    public void Fields_of_a_later_release_are_skipped()
    {
        var row = Row(2);
        byte[] later = [0x48, 0x96, 0x01, 0x52, 0x02, 0x68, 0x69, 0x5D, 1, 2, 3, 4, 0x61, 1, 2, 3, 4, 5, 6, 7, 8];
        var read = EventsAcceptedCodec.Read([.. later, .. EventsAcceptedCodec.Write(row), .. later]);
        Assert.Equal(Described.Of(row), Described.Of(read));
    }

    [Fact]
    public void Rows_beyond_the_limits_are_refused_when_written()
    {
        var one = EventRecord.Create("i", "t", "u", 0, "{}"u8);
        var tooMany = new EventsAccepted(1, 2, [.. Enumerable.Repeat(one, EventsAcceptedLayout.CountMax + 1)]);
        Assert.Contains("limits", Refused(() => EventsAcceptedCodec.Write(tooMany)), StringComparison.Ordinal);

        var big = EventRecord.Create("i", "t", "u", 0, new byte[33 * 1024 * 1024]);
        var tooLarge = new EventsAccepted(1, 2, [big, big]);
        Assert.Contains("limits", Refused(() => EventsAcceptedCodec.Write(tooLarge)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("count", 70_000, 100, 0, 1_000)]
    [InlineData("events do not fit", 101, 100, 0, 1_000)]
    [InlineData("events do not fit", 100, 100, 0, 399)]
    [InlineData("bodies_bytes", 1, 1, 1, EventsAcceptedLayout.BodiesBytesMax + 1)]
    [InlineData("bytes of bodies do not fit", 1, 1, 0, 1_000)]
    [InlineData("bytes of bodies do not fit", 1, 1, 1, 100_000)]
    [InlineData("Compression 2 is unknown", 1, 1, 2, 100)]
    public void Declared_sizes_that_cannot_be_are_refused_before_anything_is_made_of_them(
        string problem, int count, int idsLength, int compression, int bodiesBytes)
    {
        var ids = new byte[idsLength];
        var sum = EventsAcceptedLayout.SumIds(new EventRowHead(1, 2, count), ids);
        var wire = new Proto.EventsAccepted
        {
            RowId = 1,
            AcceptedAtUs = 2,
            Count = count,
            EventIds = Google.Protobuf.ByteString.CopyFrom(ids),
            BodiesBytes = bodiesBytes,
            Compression = compression,
            Bodies = Google.Protobuf.ByteString.CopyFrom(new byte[100]),
            Checksum = EventsAcceptedLayout.ChecksumOf(sum, []),
        };
        var bytes = Google.Protobuf.MessageExtensions.ToByteArray(wire);

        Assert.Contains(problem, Refused(() => EventsAcceptedCodec.Read(bytes)), StringComparison.Ordinal);
        Assert.Contains(problem, Refused(() => EventsAcceptedCodec.ReadHead(bytes)), StringComparison.Ordinal);
    }

    // Some bits of an LZ4 block don't matter: a match may be copied from either of two equal places.
    [Fact]
    public void A_flipped_bit_is_noticed_or_changes_nothing()
    {
        var row = Row(5);
        var content = Described.Of(row);
        var bytes = EventsAcceptedCodec.Write(row);
        var noticed = 0;
        for (var i = 0; i < bytes.Length * 8; i++)
        {
            bytes[i / 8] ^= (byte)(1 << (i % 8));
            try
            {
                Assert.Equal(content, Described.Of(EventsAcceptedCodec.Read(bytes)));
            }
            catch (SerializationException)
            {
                noticed++;
            }
            bytes[i / 8] ^= (byte)(1 << (i % 8));
        }
        Assert.InRange(noticed, bytes.Length * 8 * 9 / 10, bytes.Length * 8);
    }

    [Fact]
    public void A_row_is_read_by_many_threads_at_once()
    {
        var row = Row(ManyEvents);
        var expected = Described.Of(row.Events);
        var read = EventsAcceptedCodec.Read(EventsAcceptedCodec.Write(row));

        var results = new string[16];
        Parallel.For(0, results.Length, i => results[i] = Described.Of(read.Events));

        Assert.All(results, result => Assert.Equal(expected, result));
    }

    private static EventsAccepted Row(int count) =>
        new(0x1122_3344_5566_7788, 1_763_469_296_123_456, [.. Enumerable.Range(0, count).Select(Samples.GuideEvent)]);

    private static List<string> IdsOf(EventsAccepted row)
    {
        var ids = new List<string>();
        row.VisitEventIds(ref ids, static (ref list, id) => list.Add(Convert.ToHexString(id)));
        return ids;
    }

    private static string Refused(Func<object> action) => Assert.Throws<SerializationException>(action).Message;

    // Bit by bit from the polynomial, apart from the code under test.
    private static uint PlainCrc32C(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var b in bytes)
        {
            crc ^= b;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ ((crc & 1) * 0x82F6_3B78u);
        }
        return ~crc;
    }
}
