using Phoenix.Messages.Events;

namespace Phoenix.Messages.Serialization.Blocks;

/// <summary>The events of <c>AcceptEvents</c> as one block.</summary>
/// <remarks>Uncompressed: they travel inside a data centre, and once. The layout is in docs/wire-format.md.</remarks>
internal static class EventListCodec
{
    private const int NumbersPerEvent = 5;

    public static byte[] Write(IReadOnlyList<EventRecord> events)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(SizeOf(events));
        var writer = new WireWriter(bytes);
        var count = events.Count;
        var formerUs = 0L;
        for (var i = 0; i < count; i++)
        {
            var record = events[i];
            writer.WriteVarint(WireWriter.ZigZag(unchecked(record.OccurredAtUs - formerUs)));
            writer.WriteVarint((uint)record.EventId.Length);
            writer.WriteVarint((uint)record.Type.Length);
            writer.WriteVarint((uint)record.UserId.Length);
            writer.WriteVarint((uint)record.Body.Length);
            writer.WriteBytes(record.EventId);
            writer.WriteBytes(record.Type);
            writer.WriteBytes(record.UserId);
            writer.WriteBytes(record.Body);
            formerUs = record.OccurredAtUs;
        }
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are no such block.</exception>
    public static EventRecord[] Read(int count, ReadOnlySpan<byte> bytes)
    {
        if (count < 0 || (long)count * NumbersPerEvent > bytes.Length)
            throw new InvalidDataException($"{count} events do not fit {bytes.Length} bytes.");
        var reader = new WireReader(bytes);
        var events = new EventRecord[count];
        var formerUs = 0L;
        for (var i = 0; i < count; i++)
        {
            var occurredAtUs = unchecked(formerUs + reader.ReadZigZag());
            var eventIdLength = reader.ReadLength();
            var typeLength = reader.ReadLength();
            var userIdLength = reader.ReadLength();
            var bodyLength = reader.ReadLength();
            var size = (long)eventIdLength + typeLength + userIdLength + bodyLength;
            if (size > reader.Remaining) throw new InvalidDataException("An event goes beyond the end.");
            var buffer = reader.ReadBytes((int)size).ToArray();
            events[i] = new EventRecord(buffer, eventIdLength, typeLength, userIdLength, occurredAtUs);
            formerUs = occurredAtUs;
        }
        if (!reader.AtEnd) throw new InvalidDataException("There are more bytes than events.");
        return events;
    }

    private static int SizeOf(IReadOnlyList<EventRecord> events)
    {
        var count = events.Count;
        var size = 0;
        var formerUs = 0L;
        for (var i = 0; i < count; i++)
        {
            var record = events[i];
            var numbers = WireWriter.VarintBytes(WireWriter.ZigZag(unchecked(record.OccurredAtUs - formerUs)))
                + WireWriter.VarintBytes((uint)record.EventId.Length) + WireWriter.VarintBytes((uint)record.Type.Length)
                + WireWriter.VarintBytes((uint)record.UserId.Length) + WireWriter.VarintBytes((uint)record.Body.Length);
            size = checked(size + numbers + record.SizeBytes);
            formerUs = record.OccurredAtUs;
        }
        return size;
    }
}
