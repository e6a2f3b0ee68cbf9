using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Phoenix.Cluster.Domain.Dedupe;

/// <summary>The 128-bit keyed hash by which an event id is remembered. Thread-safe; allocates nothing.</summary>
/// <remarks>
/// SipHash-2-4 with 128-bit output: Aumasson and Bernstein, "SipHash: a fast short-input PRF" (2012), and the authors'
/// reference implementation. Keyed, so that nobody who doesn't hold the key can make two ids collide: a collision would
/// pass a new event off as a duplicate.
/// </remarks>
public readonly struct DedupeHash
{
    private readonly ulong _k0;
    private readonly ulong _k1;

    /// <summary>The key as two little-endian words.</summary>
    public DedupeHash(ulong k0, ulong k1) => (_k0, _k1) = (k0, k1);

    /// <summary>The hash; its upper half is the reference's first eight bytes of output, read as a little-endian
    /// word.</summary>
    public UInt128 Of(ReadOnlySpan<byte> id)
    {
        var v0 = 0x736f6d6570736575UL ^ _k0;
        var v1 = 0x646f72616e646f6dUL ^ _k1 ^ 0xee;
        var v2 = 0x6c7967656e657261UL ^ _k0;
        var v3 = 0x7465646279746573UL ^ _k1;

        var rest = id;
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
            Compress(ref v0, ref v1, ref v2, ref v3, BinaryPrimitives.ReadUInt64LittleEndian(rest));

        var last = (ulong)id.Length << 56;
        for (var i = 0; i < rest.Length; i++) last |= (ulong)rest[i] << (8 * i);
        Compress(ref v0, ref v1, ref v2, ref v3, last);

        v2 ^= 0xee;
        var first = Finish(ref v0, ref v1, ref v2, ref v3);
        v1 ^= 0xdd;
        var second = Finish(ref v0, ref v1, ref v2, ref v3);
        return new UInt128(first, second);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Compress(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3, ulong word)
    {
        v3 ^= word;
        SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
        SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
        v0 ^= word;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Finish(ref ulong v0, ref ulong v1, ref ulong v2, ref ulong v3)
    {
        for (var i = 0; i < 4; i++) SipRound.Mix(ref v0, ref v1, ref v2, ref v3);
        return v0 ^ v1 ^ v2 ^ v3;
    }
}
