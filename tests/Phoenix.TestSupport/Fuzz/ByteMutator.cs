using System.Buffers.Binary;

namespace Phoenix.TestSupport.Fuzz;

/// <summary>Bytes as they are not meant to be: flipped, cut, doubled, replaced by numbers at their limits.</summary>
public static class ByteMutator
{
    private static readonly long[] Limits =
    [
        0, 1, -1, byte.MaxValue, short.MaxValue, ushort.MaxValue, int.MaxValue, int.MinValue, uint.MaxValue,
        long.MaxValue, long.MinValue, 1L << 31, 1L << 40,
    ];

    /// <summary>One to four changes of a copy.</summary>
    public static byte[] Mutate(Random random, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(random);
        var mutated = bytes.ToArray();
        for (var i = random.Next(1, 5); i > 0; i--) mutated = MutateOnce(random, mutated);
        return mutated;
    }

    private static byte[] MutateOnce(Random random, byte[] bytes)
    {
        if (bytes.Length == 0) return Noise(random, 64);
        var at = random.Next(bytes.Length);
        var length = random.Next(1, Math.Min(bytes.Length - at, 32) + 1);
        switch (random.Next(9))
        {
            case 0:
                bytes[at] ^= (byte)(1 << random.Next(8));
                return bytes;
            case 1:
                bytes[at] = (byte)random.Next(256);
                return bytes;
            case 2:
                return bytes[..at];
            case 3:
                return [.. bytes[..at], .. bytes[(at + length)..]];
            case 4:
                return [.. bytes[..at], .. Noise(random, 16), .. bytes[at..]];
            case 5:
                return [.. bytes[..(at + length)], .. bytes[at..]];
            case 6:
                bytes.AsSpan(at, length).Fill(random.Next(2) == 0 ? (byte)0 : (byte)0xFF);
                return bytes;
            case 7:
                return [.. bytes[at..], .. bytes[..at]];
            default:
                PutLimit(random, bytes.AsSpan(at));
                return bytes;
        }
    }

    private static void PutLimit(Random random, Span<byte> place)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(number, Limits[random.Next(Limits.Length)]);
        if (random.Next(2) == 0) number.Reverse();
        number[..Math.Min(place.Length, 1 << random.Next(4))].CopyTo(place);
    }

    private static byte[] Noise(Random random, int bytesMax)
    {
        var noise = new byte[random.Next(1, bytesMax + 1)];
        random.NextBytes(noise);
        return noise;
    }
}
