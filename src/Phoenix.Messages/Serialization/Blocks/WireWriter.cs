using System.Buffers.Binary;
using System.Numerics;

namespace Phoenix.Messages.Serialization.Blocks;

/// <summary>Writes protobuf's primitives into a span that is known to be large enough.</summary>
internal ref struct WireWriter(Span<byte> target)
{
    /// <summary>The longest varint, in bytes.</summary>
    public const int VarintBytesMax = 10;

    private readonly Span<byte> _target = target;
    private int _position;

    public readonly int Position => _position;

    /// <summary>How many bytes <see cref="WriteVarint"/> takes for the value.</summary>
    public static int VarintBytes(ulong value) => (BitOperations.Log2(value | 1) * 9 + 73) / 64;

    /// <summary>Small magnitudes of either sign as small numbers: 0, -1, 1, -2, … as 0, 1, 2, 3, …</summary>
    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    public void WriteVarint(ulong value)
    {
        var target = _target;
        var position = _position;
        while (value >= 0x80)
        {
            target[position++] = (byte)(value | 0x80);
            value >>= 7;
        }
        target[position++] = (byte)value;
        _position = position;
    }

    public void WriteFixed64(ulong value)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(_target[_position..], value);
        _position += sizeof(ulong);
    }

    public void WriteByte(byte value) => _target[_position++] = value;

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(_target[_position..]);
        _position += bytes.Length;
    }
}
