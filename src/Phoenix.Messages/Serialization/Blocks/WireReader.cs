using System.Buffers.Binary;

namespace Phoenix.Messages.Serialization.Blocks;

/// <summary>Reads protobuf's primitives.</summary>
/// <remarks>Anything beyond the end or out of range is an <see cref="InvalidDataException"/>.</remarks>
internal ref struct WireReader(ReadOnlySpan<byte> source)
{
    private readonly ReadOnlySpan<byte> _source = source;
    private int _position;

    public readonly int Position => _position;
    public readonly int Remaining => _source.Length - _position;
    public readonly bool AtEnd => _position == _source.Length;

    /// <summary>Undoes <see cref="WireWriter.ZigZag"/>.</summary>
    public static long UnZigZag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    public ulong ReadVarint()
    {
        var source = _source;
        var position = _position;
        if ((uint)position < (uint)source.Length && source[position] < 0x80)
        {
            _position = position + 1;
            return source[position];
        }
        return ReadLongVarint();
    }

    public long ReadZigZag() => UnZigZag(ReadVarint());

    /// <summary>A number of bytes that still stand behind it.</summary>
    public int ReadLength()
    {
        var length = ReadVarint();
        if (length > (ulong)Remaining) throw new InvalidDataException("A length goes beyond the end.");
        return (int)length;
    }

    /// <summary>A number from 0 to <paramref name="max"/>.</summary>
    public int ReadNumber(int max, string what)
    {
        var number = ReadVarint();
        if (number > (ulong)max) throw new InvalidDataException($"{what} is {number}, the most is {max}.");
        return (int)number;
    }

    public ulong ReadFixed64() => BinaryPrimitives.ReadUInt64LittleEndian(ReadBytes(sizeof(ulong)));

    public ReadOnlySpan<byte> ReadBytes(int length)
    {
        if ((uint)length > (uint)Remaining) throw new InvalidDataException("The bytes end too early.");
        var bytes = _source.Slice(_position, length);
        _position += length;
        return bytes;
    }

    private ulong ReadLongVarint()
    {
        var value = 0ul;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (AtEnd) throw new InvalidDataException("The bytes end within a number.");
            var b = _source[_position++];
            if (shift == 63 && b > 1) break;
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
        throw new InvalidDataException("A number has more than 64 bits.");
    }
}
