using System.Buffers.Binary;

namespace Phoenix.Messages.Serialization.Blocks;

/// <summary>Where the parts of one serialized <c>EventsAccepted</c> row stand, and what its fields say.</summary>
/// <remarks>
/// A protobuf message (<c>tenant_events.v1.proto</c>) with two sums in <c>checksum</c>: the lower half covers row id,
/// time, count and ids, so that the ids can be trusted without the bodies; the upper half goes on over the raw bodies.
/// Declared sizes are held against limits before anything is allocated by them.
/// </remarks>
internal readonly record struct EventsAcceptedLayout
{
    /// <summary>The most events in a row that is read or written; the tenant closes its rows far below.</summary>
    public const int CountMax = 65_536;

    /// <summary>The most raw bytes of bodies in a row that is read or written: 64 MiB.</summary>
    public const int BodiesBytesMax = 64 * 1024 * 1024;

    public const int CompressionNone = 0;
    public const int CompressionLz4 = 1;

    public const byte RowIdTag = 0x09;
    public const byte AcceptedAtTag = 0x11;
    public const byte CountTag = 0x18;
    public const byte EventIdsTag = 0x22;
    public const byte BodiesBytesTag = 0x28;
    public const byte CompressionTag = 0x30;
    public const byte BodiesTag = 0x3A;
    public const byte ChecksumTag = 0x41;

    // An LZ4 sequence yields at most 255 bytes for each of its own; a row that claims more is not decompressed.
    private const int Lz4RatioMax = 255;
    private const int ChecksumHeadBytes = 20;

    public EventRowHead Head { get; private init; }
    public int EventIdsOffset { get; private init; }
    public int EventIdsLength { get; private init; }
    public int BodiesOffset { get; private init; }
    public int BodiesLength { get; private init; }
    public int BodiesBytes { get; private init; }
    public int Compression { get; private init; }
    private ulong Checksum { get; init; }

    public ReadOnlySpan<byte> EventIds(ReadOnlySpan<byte> row) => row.Slice(EventIdsOffset, EventIdsLength);

    public ReadOnlySpan<byte> Bodies(ReadOnlySpan<byte> row) => row.Slice(BodiesOffset, BodiesLength);

    /// <summary>The sum's state over the row's head and ids; finished it is the lower half of the checksum.</summary>
    public static uint SumIds(EventRowHead head, ReadOnlySpan<byte> eventIds)
    {
        Span<byte> fields = stackalloc byte[ChecksumHeadBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(fields, head.RowId);
        BinaryPrimitives.WriteInt64LittleEndian(fields[8..], head.AcceptedAtUs);
        BinaryPrimitives.WriteInt32LittleEndian(fields[16..], head.Count);
        return Crc32C.Append(Crc32C.Append(Crc32C.Start, fields), eventIds);
    }

    /// <summary>Both halves of the checksum, from the state of <see cref="SumIds"/> and the raw bodies.</summary>
    public static ulong ChecksumOf(uint idsState, ReadOnlySpan<byte> rawBodies) =>
        ((ulong)Crc32C.Finish(Crc32C.Append(idsState, rawBodies)) << 32) | Crc32C.Finish(idsState);

    /// <summary>Throws where the raw bodies are not those that were written.</summary>
    public void CheckBodies(ReadOnlySpan<byte> rawBodies)
    {
        if (ChecksumOf(Crc32C.Finish((uint)Checksum), rawBodies) != Checksum)
            throw new InvalidDataException("The checksum of the bodies is wrong.");
    }

    /// <summary>Finds the fields, holds them against the limits and checks the ids' half of the checksum.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such row.</exception>
    public static EventsAcceptedLayout Parse(ReadOnlySpan<byte> row)
    {
        var layout = ReadFields(row);
        var eventIds = layout.EventIds(row);
        // Each id is led by its length and each body by four numbers: what claims more events than fit is refused.
        if (layout.Head.Count > eventIds.Length || layout.Head.Count * 4L > layout.BodiesBytes)
            throw new InvalidDataException($"{layout.Head.Count} events do not fit the row.");
        if (Crc32C.Finish(SumIds(layout.Head, eventIds)) != (uint)layout.Checksum)
            throw new InvalidDataException("The checksum of the ids is wrong.");
        switch (layout.Compression)
        {
            case CompressionNone when layout.BodiesBytes != layout.BodiesLength:
            case CompressionLz4 when layout.BodiesBytes > (long)layout.BodiesLength * Lz4RatioMax:
                throw new InvalidDataException($"{layout.BodiesBytes} bytes of bodies do not fit the row.");
            case CompressionNone or CompressionLz4:
                return layout;
            default:
                throw new InvalidDataException($"Compression {layout.Compression} is unknown.");
        }
    }

    // Any order of fields and unknown ones are taken, as protobuf demands: a later release may have written the row.
    private static EventsAcceptedLayout ReadFields(ReadOnlySpan<byte> row)
    {
        ulong rowId = 0, checksum = 0;
        long acceptedAtUs = 0;
        int count = 0, bodiesBytes = 0, compression = 0;
        (int Offset, int Length) eventIds = default, bodies = default;
        var reader = new WireReader(row);
        while (!reader.AtEnd)
        {
            var tag = reader.ReadVarint();
            switch (tag)
            {
                case RowIdTag: rowId = reader.ReadFixed64(); break;
                case AcceptedAtTag: acceptedAtUs = (long)reader.ReadFixed64(); break;
                case CountTag: count = reader.ReadNumber(CountMax, "count"); break;
                case EventIdsTag: eventIds = ReadRange(ref reader); break;
                case BodiesBytesTag: bodiesBytes = reader.ReadNumber(BodiesBytesMax, "bodies_bytes"); break;
                case CompressionTag: compression = reader.ReadNumber(int.MaxValue, "compression"); break;
                case BodiesTag: bodies = ReadRange(ref reader); break;
                case ChecksumTag: checksum = reader.ReadFixed64(); break;
                default: Skip(ref reader, tag); break;
            }
        }
        return new EventsAcceptedLayout
        {
            Head = new EventRowHead(rowId, acceptedAtUs, count),
            EventIdsOffset = eventIds.Offset,
            EventIdsLength = eventIds.Length,
            BodiesBytes = bodiesBytes,
            Compression = compression,
            BodiesOffset = bodies.Offset,
            BodiesLength = bodies.Length,
            Checksum = checksum,
        };
    }

    private static (int Offset, int Length) ReadRange(ref WireReader reader)
    {
        var length = reader.ReadLength();
        var offset = reader.Position;
        reader.ReadBytes(length);
        return (offset, length);
    }

    private static void Skip(ref WireReader reader, ulong tag)
    {
        const ulong lastKnownField = 8;
        var field = tag >> 3;
        if (field is <= lastKnownField or > int.MaxValue >> 2)
            throw new InvalidDataException($"Field {field} is none, or of another type.");
        switch (tag & 7)
        {
            case 0: reader.ReadVarint(); break;
            case 1: reader.ReadBytes(sizeof(ulong)); break;
            case 2: reader.ReadBytes(reader.ReadLength()); break;
            case 5: reader.ReadBytes(sizeof(uint)); break;
            default: throw new InvalidDataException($"Field {field} is of an unknown kind.");
        }
    }
}
