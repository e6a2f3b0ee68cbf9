using System.Buffers;
using System.Runtime.Serialization;
using K4os.Compression.LZ4;
using Phoenix.Messages.Events;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Serialization.Blocks;

/// <summary>
/// The log's row of events as bytes: ids apart and readable alone, bodies compressed as one LZ4 block, both under a
/// checksum. The layout is in docs/wire-format.md.
/// </summary>
/// <remarks>
/// Rows may be read on any number of threads at once. Every method throws <see cref="SerializationException"/> on bytes
/// that are no such row and on rows beyond 65,536 events or 64 MiB of bodies, and allocates nothing by a size that the
/// bytes alone declare.
/// </remarks>
public static class EventsAcceptedCodec
{
    // Beside its own bytes an event takes five varints: id length; time, type length, user length, body length.
    private const int EventOverheadBytesMax = 4 * 5 + WireWriter.VarintBytesMax;

    /// <summary>The row's bytes. Equal rows give equal bytes.</summary>
    public static byte[] Write(EventsAccepted row)
    {
        ArgumentNullException.ThrowIfNull(row);
        var events = row.Events;
        var sizeMax = SizeMaxOf(events);
        var compressedMax = LZ4Codec.MaximumOutputSize(sizeMax);
        var scratch = ArrayPool<byte>.Shared.Rent(sizeMax + compressedMax);
        try
        {
            var plain = new WireWriter(scratch.AsSpan(0, sizeMax));
            WriteIds(ref plain, events);
            var idsLength = plain.Position;
            WriteBodies(ref plain, events, row.AcceptedAtUs);
            var ids = scratch.AsSpan(0, idsLength);
            var bodies = scratch.AsSpan(idsLength, plain.Position - idsLength);
            if (bodies.Length > EventsAcceptedLayout.BodiesBytesMax) throw TooLarge("bytes of bodies", bodies.Length);

            // Room for the worst case spares LZ4 the check of its target's end.
            var compressed = scratch.AsSpan(sizeMax, compressedMax);
            var compressedLength = LZ4Codec.Encode(bodies, compressed, LZ4Level.L00_FAST);
            return compressedLength > 0 && compressedLength < bodies.Length
                ? Assemble(row, ids, bodies, EventsAcceptedLayout.CompressionLz4, compressed[..compressedLength])
                : Assemble(row, ids, bodies, EventsAcceptedLayout.CompressionNone, bodies);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    /// <summary>
    /// The row over <paramref name="serialized"/>, which it keeps. Head and ids are checked here; the bodies are
    /// decompressed and checked anew with each call of <see cref="EventsAccepted.Events"/>.
    /// </summary>
    public static EventsAccepted Read(byte[] serialized)
    {
        ArgumentNullException.ThrowIfNull(serialized);
        try
        {
            var layout = EventsAcceptedLayout.Parse(serialized);
            CheckIds(layout.EventIds(serialized), layout.Head.Count);
            return new EventsAccepted(
                layout.Head.RowId, layout.Head.AcceptedAtUs, new EncodedEventBlock(serialized, layout));
        }
        catch (InvalidDataException e)
        {
            throw Malformed(e);
        }
    }

    /// <summary>Row id, time and count of a serialized row; the ids are checked, the bodies are not.</summary>
    public static EventRowHead ReadHead(ReadOnlySpan<byte> serialized)
    {
        try
        {
            return EventsAcceptedLayout.Parse(serialized).Head;
        }
        catch (InvalidDataException e)
        {
            throw Malformed(e);
        }
    }

    /// <summary>Visits the ids straight in the serialized row, without allocating, once their checksum holds.</summary>
    public static EventRowHead ReadIds<TState>(
        ReadOnlySpan<byte> serialized, ref TState state, EventIdVisitor<TState> visit)
        where TState : allows ref struct
    {
        ArgumentNullException.ThrowIfNull(visit);
        try
        {
            var layout = EventsAcceptedLayout.Parse(serialized);
            VisitIds(layout.EventIds(serialized), layout.Head.Count, ref state, visit);
            return layout.Head;
        }
        catch (InvalidDataException e)
        {
            throw Malformed(e);
        }
    }

    internal static void VisitIds<TState>(
        ReadOnlySpan<byte> eventIds, int count, ref TState state, EventIdVisitor<TState> visit)
        where TState : allows ref struct
    {
        var reader = new WireReader(eventIds);
        for (var i = 0; i < count; i++) visit(ref state, reader.ReadBytes(reader.ReadLength()));
    }

    internal static SerializationException Malformed(InvalidDataException cause) =>
        new($"Malformed EventsAccepted row: {cause.Message}", cause);

    private static void CheckIds(ReadOnlySpan<byte> eventIds, int count)
    {
        var reader = new WireReader(eventIds);
        for (var i = 0; i < count; i++) reader.ReadBytes(reader.ReadLength());
        if (!reader.AtEnd) throw new InvalidDataException("There are more ids than events.");
    }

    private static int SizeMaxOf(IReadOnlyList<EventRecord> events)
    {
        var count = events.Count;
        if (count > EventsAcceptedLayout.CountMax) throw TooLarge("events", count);
        var size = 0L;
        for (var i = 0; i < count; i++) size += events[i].SizeBytes + EventOverheadBytesMax;
        // Ids are bounded by 512 bytes each, but nothing here relies on it.
        if (size > 2L * EventsAcceptedLayout.BodiesBytesMax) throw TooLarge("bytes", size);
        return (int)size;
    }

    private static void WriteIds(ref WireWriter writer, IReadOnlyList<EventRecord> events)
    {
        var count = events.Count;
        for (var i = 0; i < count; i++)
        {
            var id = events[i].EventId;
            writer.WriteVarint((uint)id.Length);
            writer.WriteBytes(id);
        }
    }

    private static void WriteBodies(ref WireWriter writer, IReadOnlyList<EventRecord> events, long acceptedAtUs)
    {
        var count = events.Count;
        var formerUs = acceptedAtUs;
        for (var i = 0; i < count; i++)
        {
            var record = events[i];
            var type = record.Type;
            var userId = record.UserId;
            var body = record.Body;
            writer.WriteVarint(WireWriter.ZigZag(unchecked(record.OccurredAtUs - formerUs)));
            writer.WriteVarint((uint)type.Length);
            writer.WriteVarint((uint)userId.Length);
            writer.WriteVarint((uint)body.Length);
            writer.WriteBytes(type);
            writer.WriteBytes(userId);
            writer.WriteBytes(body);
            formerUs = record.OccurredAtUs;
        }
    }

    private static byte[] Assemble(
        EventsAccepted row, ReadOnlySpan<byte> ids, ReadOnlySpan<byte> rawBodies, int compression,
        ReadOnlySpan<byte> bodies)
    {
        var head = new EventRowHead(row.RowId, row.AcceptedAtUs, row.Count);
        var checksum = EventsAcceptedLayout.ChecksumOf(EventsAcceptedLayout.SumIds(head, ids), rawBodies);
        var size = 3 * (1 + sizeof(ulong))
            + 1 + WireWriter.VarintBytes((uint)head.Count)
            + 1 + WireWriter.VarintBytes((uint)ids.Length) + ids.Length
            + 1 + WireWriter.VarintBytes((uint)rawBodies.Length)
            + 1 + WireWriter.VarintBytes((uint)compression)
            + 1 + WireWriter.VarintBytes((uint)bodies.Length) + bodies.Length;
        var bytes = GC.AllocateUninitializedArray<byte>(size);
        var writer = new WireWriter(bytes);
        writer.WriteByte(EventsAcceptedLayout.RowIdTag);
        writer.WriteFixed64(head.RowId);
        writer.WriteByte(EventsAcceptedLayout.AcceptedAtTag);
        writer.WriteFixed64((ulong)head.AcceptedAtUs);
        writer.WriteByte(EventsAcceptedLayout.CountTag);
        writer.WriteVarint((uint)head.Count);
        writer.WriteByte(EventsAcceptedLayout.EventIdsTag);
        writer.WriteVarint((uint)ids.Length);
        writer.WriteBytes(ids);
        writer.WriteByte(EventsAcceptedLayout.BodiesBytesTag);
        writer.WriteVarint((uint)rawBodies.Length);
        writer.WriteByte(EventsAcceptedLayout.CompressionTag);
        writer.WriteVarint((uint)compression);
        writer.WriteByte(EventsAcceptedLayout.BodiesTag);
        writer.WriteVarint((uint)bodies.Length);
        writer.WriteBytes(bodies);
        writer.WriteByte(EventsAcceptedLayout.ChecksumTag);
        writer.WriteFixed64(checksum);
        return bytes;
    }

    private static SerializationException TooLarge(string what, long number) =>
        new($"EventsAccepted row of {number} {what} is beyond the limits.");
}
