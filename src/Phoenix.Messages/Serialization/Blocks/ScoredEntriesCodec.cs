using Phoenix.Messages.Leaderboards;

namespace Phoenix.Messages.Serialization.Blocks;

/// <summary>The entries of one row section as one block; what is read shares the block's memory.</summary>
/// <remarks>
/// The layout is in docs/wire-format.md. An event's contributions stand together, so its user is written once: a board
/// with many rules would outgrow a frame between nodes otherwise.
/// </remarks>
internal static class ScoredEntriesCodec
{
    private const int NumbersPerEntry = 3;

    public static byte[] Write(IReadOnlyList<ScoredEntry> entries, long acceptedAtUs)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(SizeOf(entries, acceptedAtUs));
        var writer = new WireWriter(bytes);
        var count = entries.Count;
        var formerUs = acceptedAtUs;
        var formerUser = ReadOnlyMemory<byte>.Empty;
        for (var i = 0; i < count; i++)
        {
            var entry = entries[i];
            var length = WrittenLength(entry, formerUser);
            writer.WriteVarint((uint)length);
            writer.WriteVarint(WireWriter.ZigZag(entry.PointsMillionths));
            writer.WriteVarint(WireWriter.ZigZag(unchecked(entry.OccurredAtUs - formerUs)));
            writer.WriteBytes(entry.UserId.Span[..length]);
            (formerUs, formerUser) = (entry.OccurredAtUs, entry.UserId);
        }
        return bytes;
    }

    /// <exception cref="InvalidDataException">The bytes are no such block.</exception>
    public static ScoredEntry[] Read(int count, ReadOnlyMemory<byte> bytes, long acceptedAtUs)
    {
        if (count < 0 || (long)count * NumbersPerEntry > bytes.Length)
            throw new InvalidDataException($"{count} entries do not fit {bytes.Length} bytes.");
        var reader = new WireReader(bytes.Span);
        var entries = new ScoredEntry[count];
        var formerUs = acceptedAtUs;
        var user = ReadOnlyMemory<byte>.Empty;
        for (var i = 0; i < count; i++)
        {
            var userIdLength = reader.ReadLength();
            var pointsMillionths = reader.ReadZigZag();
            var occurredAtUs = unchecked(formerUs + reader.ReadZigZag());
            var offset = reader.Position;
            reader.ReadBytes(userIdLength);
            if (userIdLength > 0) user = bytes.Slice(offset, userIdLength);
            entries[i] = new ScoredEntry(user, pointsMillionths, occurredAtUs);
            formerUs = occurredAtUs;
        }
        if (!reader.AtEnd) throw new InvalidDataException("There are more bytes than entries.");
        return entries;
    }

    private static int SizeOf(IReadOnlyList<ScoredEntry> entries, long acceptedAtUs)
    {
        var count = entries.Count;
        var size = 0;
        var formerUs = acceptedAtUs;
        var formerUser = ReadOnlyMemory<byte>.Empty;
        for (var i = 0; i < count; i++)
        {
            var entry = entries[i];
            var length = WrittenLength(entry, formerUser);
            var numbers = WireWriter.VarintBytes((uint)length)
                + WireWriter.VarintBytes(WireWriter.ZigZag(entry.PointsMillionths))
                + WireWriter.VarintBytes(WireWriter.ZigZag(unchecked(entry.OccurredAtUs - formerUs)));
            size = checked(size + numbers + length);
            (formerUs, formerUser) = (entry.OccurredAtUs, entry.UserId);
        }
        return size;
    }

    /// <summary>0 stands for the user of the entry before, which is the very same memory where one event gave
    /// both.</summary>
    private static int WrittenLength(in ScoredEntry entry, ReadOnlyMemory<byte> formerUser) =>
        entry.UserId.Equals(formerUser) ? 0 : entry.UserId.Length;
}
