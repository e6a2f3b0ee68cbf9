using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>SipHash-1-3 (Aumasson and Bernstein, "SipHash: a fast short-input PRF", 2012; the reduced rounds of Rust
/// and Ruby).</summary>
/// <remarks>Who doesn't know the seed can't make ids that meet in one place of the index.</remarks>
internal readonly struct KeyedHash(ulong seed)
{
    private readonly ulong _k0 = seed;
    private readonly ulong _k1 = BitOperations.RotateLeft(seed * 0x9E3779B97F4A7C15UL, 29) ^ 0xD1B54A32D192ED03UL;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Of(ReadOnlySpan<byte> bytes)
    {
        ulong v0 = _k0 ^ 0x736f6d6570736575UL, v1 = _k1 ^ 0x646f72616e646f6dUL;
        ulong v2 = _k0 ^ 0x6c7967656e657261UL, v3 = _k1 ^ 0x7465646279746573UL;
        var last = (ulong)bytes.Length << 56;
        while (bytes.Length >= 8)
        {
            var word = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            v3 ^= word;
            SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
            v0 ^= word;
            bytes = bytes[8..];
        }
        for (var i = 0; i < bytes.Length; i++) last |= (ulong)bytes[i] << (8 * i);
        v3 ^= last;
        SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
        v0 ^= last;
        v2 ^= 0xff;
        SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
        SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
        SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
