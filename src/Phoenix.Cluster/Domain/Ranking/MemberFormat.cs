using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Unicode;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>The bytes of members in a checkpoint.</summary>
/// <remarks>
/// <code>
/// version  1 byte, 1            aggregation  1 byte            count  4 bytes, little-endian
/// count times:  id length, id, value (all but count), contributions, reached − reached of the one before,
///               max and min: updated − reached       (numbers as LEB128, signed ones zigzag first)
/// checksum      4 bytes, little-endian: CRC-32C of everything before
/// </code>
/// </remarks>
internal static class MemberFormat
{
    public const int RecordBytesMax = 2 + UserIds.IdBytesMax + 19 + 3 * 10;

    private const byte Version = 1;
    private const int HeaderBytes = 6;
    private const int ChecksumBytes = sizeof(uint);
    private const int RecordBytesMin = 4;
    private const int Int128Bits = 128;
    private const int NineBytesBits = 63;

    /// <summary>Writes records one by one and a checksum behind them.</summary>
    public ref struct Writer
    {
        private readonly IBufferWriter<byte> _output;
        private readonly Aggregation _aggregation;
        private uint _checksum;
        private long _reached;

        public Writer(IBufferWriter<byte> output, Aggregation aggregation, int count)
        {
            (_output, _aggregation, _checksum) = (output, aggregation, uint.MaxValue);
            var header = output.GetSpan(HeaderBytes);
            header[0] = Version;
            header[1] = (byte)aggregation;
            BinaryPrimitives.WriteInt32LittleEndian(header[2..], count);
            Advance(header, HeaderBytes);
        }

        public void Write(ReadOnlySpan<byte> id, in MemberRecord record)
        {
            var span = _output.GetSpan(RecordBytesMax);
            var at = 0;
            Put(span, ref at, (UInt128)id.Length);
            id.CopyTo(span[at..]);
            at += id.Length;
            if (_aggregation != Aggregation.Count) Put(span, ref at, Zigzag(record.Value));
            Put(span, ref at, (UInt128)record.EventCount);
            Put(span, ref at, Zigzag(unchecked(record.ReachedAtUs - _reached)));
            _reached = record.ReachedAtUs;
            if (_aggregation is Aggregation.Max or Aggregation.Min)
                Put(span, ref at, unchecked((ulong)(record.UpdatedAtUs - record.ReachedAtUs)));
            Advance(span, at);
        }

        public readonly void Finish()
        {
            BinaryPrimitives.WriteUInt32LittleEndian(_output.GetSpan(ChecksumBytes), ~_checksum);
            _output.Advance(ChecksumBytes);
        }

        private void Advance(Span<byte> span, int length)
        {
            _checksum = Checksum(_checksum, span[..length]);
            _output.Advance(length);
        }
    }

    /// <summary>Reads records one by one; every number is checked to be one that <see cref="Writer"/> writes.</summary>
    public ref struct Reader
    {
        private readonly ReadOnlySpan<byte> _input;
        private readonly Aggregation _aggregation;
        private long _reached;

        public Reader(ReadOnlySpan<byte> input, Aggregation aggregation)
        {
            _input = input;
            _aggregation = aggregation;
            if (input.Length < HeaderBytes + ChecksumBytes) throw Malformed("they end early");
            if (input[0] != Version) throw Malformed($"version {input[0]} is unknown");
            if (input[1] != (byte)aggregation) throw Malformed("they are of another aggregation");
            Count = BinaryPrimitives.ReadInt32LittleEndian(input[2..]);
            if (Count < 0 || Count > (input.Length - HeaderBytes - ChecksumBytes) / RecordBytesMin)
                throw Malformed("the count exceeds the bytes");
            Position = HeaderBytes;
        }

        public int Count { get; }

        public int Position { get; private set; }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ReadOnlySpan<byte> Read(out MemberRecord record)
        {
            var idLength = Take(sizeof(int) * 8 - 1);
            if (idLength < 1 || idLength > UserIds.IdBytesMax || idLength > (ulong)(_input.Length - Position))
                throw Malformed("an id has a wrong length");
            var id = _input.Slice(Position, (int)idLength);
            Position += (int)idLength;
            var value = _aggregation == Aggregation.Count ? 0 : TakeSigned();
            var events = (long)Take(63);
            if (_aggregation == Aggregation.Count) value = (Int128)events * 1_000_000;
            _reached = unchecked(_reached + Unzigzag(Take(64)));
            var updated = _reached;
            if (_aggregation is Aggregation.Max or Aggregation.Min) updated = unchecked(_reached + (long)Take(64));
            record = new MemberRecord(value, events, _reached, updated);
            return id;
        }

        /// <summary>After the last record: the checksum must be that of what was read.</summary>
        public void Finish()
        {
            if (_input.Length - Position < ChecksumBytes) throw Malformed("they end early");
            var expected = BinaryPrimitives.ReadUInt32LittleEndian(_input[Position..]);
            if (~Checksum(uint.MaxValue, _input[..Position]) != expected) throw Malformed("the checksum differs");
            Position += ChecksumBytes;
        }

        /// <summary>A number of up to 64 bits.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private ulong Take(int bitsMax)
        {
            var value = 0UL;
            for (var shift = 0; ; shift += 7)
            {
                var next = TakeByte(shift, bitsMax);
                value |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80) return value;
            }
        }

        /// <summary>A number of up to 128 bits; all but always it has nine bytes at the most.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Int128 TakeSigned()
        {
            var low = 0UL;
            for (var shift = 0; shift < NineBytesBits; shift += 7)
            {
                var next = TakeByte(shift, Int128Bits);
                low |= (ulong)(next & 0x7F) << shift;
                if (next < 0x80) return Unzigzag(low);
            }
            UInt128 value = low;
            for (var shift = NineBytesBits; ; shift += 7)
            {
                var next = TakeByte(shift, Int128Bits);
                value |= (UInt128)(next & 0x7Fu) << shift;
                if (next < 0x80) return (Int128)(value >> 1) ^ -(Int128)(value & 1);
            }
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private byte TakeByte(int shift, int bitsMax)
        {
            if (Position == _input.Length) throw Malformed("they end early");
            var next = _input[Position++];
            if (shift + 7 > bitsMax && (shift >= bitsMax || (next & 0x7F) >> (bitsMax - shift) != 0))
                throw Malformed("a number is too large");
            return next;
        }
    }

    /// <summary>How many records there are, as the bytes say.</summary>
    public static int CountOf(ReadOnlySpan<byte> input) =>
        input.Length < HeaderBytes ? throw Malformed("they end early") : new Reader(input, (Aggregation)input[1]).Count;

    /// <summary>Goes through it all and keeps nothing but the hashes of the ids: afterwards reading it can't
    /// fail.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Verify(ReadOnlySpan<byte> input, UserIds users, Span<ulong> hashes)
    {
        var aggregation = (Aggregation)input[1];
        if (!Enum.IsDefined(aggregation)) throw Malformed("they are of an unknown aggregation");
        var reader = new Reader(input, aggregation);
        for (var i = 0; i < reader.Count; i++)
        {
            var id = reader.Read(out var record);
            if (!Utf8.IsValid(id)) throw Malformed("an id is no UTF-8");
            if (!Tally.IsPossible(aggregation, record)) throw Malformed("a score can't come of its contributions");
            hashes[i] = users.HashOf(id);
        }
        reader.Finish();
        return reader.Position;
    }

    private static InvalidDataException Malformed(string reason) =>
        new($"These bytes are no members of a window: {reason}");

    private static void Put(Span<byte> span, ref int at, UInt128 value)
    {
        while (value > ulong.MaxValue)
        {
            span[at++] = (byte)((byte)value | 0x80);
            value >>= 7;
        }
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            span[at++] = (byte)(rest | 0x80);
            rest >>= 7;
        }
        span[at++] = (byte)rest;
    }

    private static UInt128 Zigzag(Int128 value) => (UInt128)((value << 1) ^ (value >> (Int128Bits - 1)));

    private static long Unzigzag(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint Checksum(uint checksum, ReadOnlySpan<byte> bytes)
    {
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes)) checksum = BitOperations.Crc32C(checksum, word);
        foreach (var last in bytes[(bytes.Length & ~7)..]) checksum = BitOperations.Crc32C(checksum, last);
        return checksum;
    }
}
