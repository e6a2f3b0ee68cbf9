using Phoenix.Messages.Leaderboards;

namespace Phoenix.Messages.Serialization.Blocks;

/// <summary>The entries of one row section as one block; what is read shares the block's memory.</summary>
/// <remarks>The layout is in docs/wire-format.md.</remarks>
internal static class ScoredEntriesCodec
{
    private const int NumbersPerEntry = 3;

    public static byte[] Write(IReadOnlyList<ScoredEntry> entries, long acceptedAtUs)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(SizeOf(entries, acceptedAtUs));
        var writer = new WireWriter(bytes);
        var count = entries.Count;
        var formerUs = acceptedAtUs;
        for (var i = 0; i < count; i++)
        {
            var entry = entries[i];
            writer.WriteVarint((uint)entry.UserId.Length);
            writer.WriteVarint(WireWriter.ZigZag(entry.PointsMillionths));
            writer.WriteVarint(WireWriter.ZigZag(unchecked(entry.OccurredAtUs - formerUs)));
            writer.WriteBytes(entry.UserId.Span);
            formerUs = entry.OccurredAtUs;
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
        for (var i = 0; i < count; i++)
        {
            var userIdLength = reader.ReadLength();
            var pointsMillionths = reader.ReadZigZag();
            var occurredAtUs = unchecked(formerUs + reader.ReadZigZag());
            var offset = reader.Position;
            reader.ReadBytes(userIdLength);
            entries[i] = new ScoredEntry(bytes.Slice(offset, userIdLength), pointsMillionths, occurredAtUs);
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
        for (var i = 0; i < count; i++)
        {
            var entry = entries[i];
            var numbers = WireWriter.VarintBytes((uint)entry.UserId.Length)
                + WireWriter.VarintBytes(WireWriter.ZigZag(entry.PointsMillionths))
                + WireWriter.VarintBytes(WireWriter.ZigZag(unchecked(entry.OccurredAtUs - formerUs)));
            size = checked(size + numbers + entry.UserId.Length);
            formerUs = entry.OccurredAtUs;
        }
        return size;
    }
}
