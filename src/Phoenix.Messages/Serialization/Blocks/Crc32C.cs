using System.Numerics;
using System.Runtime.InteropServices;

namespace Phoenix.Messages.Serialization.Blocks;

/// <summary>CRC-32C (Castagnoli; reflected, initial value and final xor all ones; RFC 3720 appendix B.4).</summary>
/// <remarks>Running state in, running state out, so that one sum can go on over several pieces.</remarks>
internal static class Crc32C
{
    /// <summary>The state before the first byte.</summary>
    public const uint Start = uint.MaxValue;

    /// <summary>The state behind <paramref name="bytes"/>.</summary>
    public static uint Append(uint state, ReadOnlySpan<byte> bytes)
    {
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            state = BitOperations.Crc32C(state, BitConverter.IsLittleEndian ? word : Swap(word));
        foreach (var b in bytes[(words.Length * sizeof(ulong))..]) state = BitOperations.Crc32C(state, b);
        return state;
    }

    /// <summary>The checksum at a state. It is its own inverse: the state of a checksum.</summary>
    public static uint Finish(uint state) => ~state;

    private static ulong Swap(ulong word) => System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(word);
}
