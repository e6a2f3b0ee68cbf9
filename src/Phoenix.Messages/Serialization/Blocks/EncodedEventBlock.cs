using System.Buffers;
using K4os.Compression.LZ4;
using Phoenix.Messages.Events;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Serialization.Blocks;

/// <summary>The events of a row read from the journal, kept as the row's bytes.</summary>
/// <remarks>
/// Immutable and safe on any number of threads. Each call of <see cref="Events"/> decompresses anew and keeps nothing:
/// the feed asks once, and a backlog of rows must not hold its events twice. Take the list into a variable.
/// </remarks>
internal sealed class EncodedEventBlock(byte[] row, EventsAcceptedLayout layout) : IEventBlock
{
    public int Count => layout.Head.Count;

    /// <exception cref="System.Runtime.Serialization.SerializationException">The bodies are damaged.</exception>
    public IReadOnlyList<EventRecord> Events
    {
        get
        {
            try
            {
                return layout.Compression == EventsAcceptedLayout.CompressionNone
                    ? Decode(layout.Bodies(row))
                    : Decompress();
            }
            catch (InvalidDataException e)
            {
                throw EventsAcceptedCodec.Malformed(e);
            }
        }
    }

    public void VisitEventIds<TState>(ref TState state, EventIdVisitor<TState> visit)
        where TState : allows ref struct =>
        EventsAcceptedCodec.VisitIds(layout.EventIds(row), Count, ref state, visit);

    private EventRecord[] Decompress()
    {
        var scratch = ArrayPool<byte>.Shared.Rent(layout.BodiesBytes);
        try
        {
            var raw = scratch.AsSpan(0, layout.BodiesBytes);
            if (LZ4Codec.Decode(layout.Bodies(row), raw) != raw.Length)
                throw new InvalidDataException("The bodies do not decompress to their declared size.");
            return Decode(raw);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(scratch);
        }
    }

    private EventRecord[] Decode(ReadOnlySpan<byte> raw)
    {
        layout.CheckBodies(raw);
        var ids = new WireReader(layout.EventIds(row));
        var bodies = new WireReader(raw);
        var events = new EventRecord[Count];
        var formerUs = layout.Head.AcceptedAtUs;
        for (var i = 0; i < events.Length; i++)
        {
            var id = ids.ReadBytes(ids.ReadLength());
            var occurredAtUs = unchecked(formerUs + bodies.ReadZigZag());
            var typeLength = bodies.ReadLength();
            var userIdLength = bodies.ReadLength();
            var bodyLength = bodies.ReadLength();
            // Three lengths of at most 64 MiB each can't overflow.
            var rest = bodies.ReadBytes(typeLength + userIdLength + bodyLength);
            var buffer = GC.AllocateUninitializedArray<byte>(id.Length + rest.Length);
            id.CopyTo(buffer);
            rest.CopyTo(buffer.AsSpan(id.Length));
            events[i] = new EventRecord(buffer, id.Length, typeLength, userIdLength, occurredAtUs);
            formerUs = occurredAtUs;
        }
        if (!bodies.AtEnd) throw new InvalidDataException("There are more bodies than events.");
        return events;
    }
}
