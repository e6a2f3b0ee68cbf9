using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Phoenix.Cluster.Domain.Ranking;
using Phoenix.Cluster.Domain.Windows;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>A board as bytes: whole (a base, at once or in pieces), or what has changed since the last checkpoint (a
/// delta to be read on top).</summary>
/// <remarks>
/// All are of one form and are read in their order: each puts its records in place of what stands there.
/// Little-endian. <c>version u8 · crc32 u32 of the rest · position i64 · accepted_at i64 · row_id u64 · closed_for_ever
/// i64 · activated_at i64 · tenant status u8 · definition (length i32, bytes) · windows i32</c>, then for each window
/// <c>start i64 · end i64 · key (length i32, UTF-8) · closed u8 · sequence i64 · ranking · members (length i32, bytes
/// of RankedSet)</c>, then the windows that left memory: <c>count i32 · start i64 each</c>.
/// </remarks>
public static class BoardCheckpoint
{
    private const byte FormatVersion = 2;
    private const int HeaderBytes = 5;
    private const int HeadBytes = 5 * sizeof(long) + 1;
    private const int WindowStateBytes = 1 + sizeof(long) + 1 + sizeof(int) + 1 + sizeof(long) + 2;

    /// <summary>Writes the board; everything changed counts as saved from here on.</summary>
    /// <param name="definition">The board's definition in its wire form.</param>
    public static byte[] Write(Board board, bool whole, ReadOnlySpan<byte> definition)
    {
        var windows = board.Windows.Where(w => whole || w.IsDirty).ToList();
        var output = Begin(board, definition, windows.Count);
        foreach (var window in windows)
        {
            WriteHead(output, window);
            WriteMembers(output, members => window.Members.WriteMembers(members, changedOnly: !whole));
            window.MarkClean();
        }
        WriteDropped(output, board.TakeDropped());
        return Finish(output);
    }

    /// <summary>Writes one piece of a base: some windows with some of their members. Nothing counts as saved by
    /// it.</summary>
    internal static byte[] WritePiece(
        Board board, ReadOnlySpan<byte> definition, IReadOnlyList<(BoardWindow Window, Action<ArrayBufferWriter<byte>>
            WriteMembers)> windows)
    {
        var output = Begin(board, definition, windows.Count);
        foreach (var (window, writeMembers) in windows)
        {
            WriteHead(output, window);
            WriteMembers(output, writeMembers);
        }
        WriteDropped(output, []);
        return Finish(output);
    }

    /// <summary>Makes the table of users of a new board as large as the pieces of its base need it.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of a newer format.</exception>
    public static void Reserve(Board board, IReadOnlyList<byte[]> pieces)
    {
        var members = new Dictionary<long, int>();
        foreach (var piece in pieces)
        {
            Visit(piece, (start, bytes) =>
            {
                var count = MemberFormat.CountOf(bytes);
                if (board.FindFinal(start) is null) members[start] = members.GetValueOrDefault(start) + count;
            });
        }
        // Users of several windows count once: those of the largest are here at least.
        board.Users.Reserve(members.Values.DefaultIfEmpty().Max());
    }

    /// <summary>Goes through a board's bytes and changes nothing; by any thread, while others are read into the
    /// board.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of a newer format.</exception>
    public static CheckedPiece Check(Board board, byte[] bytes)
    {
        var hashes = new List<ulong[]>();
        Visit(bytes, (start, members) => hashes.Add(
            board.FindFinal(start) is null ? RankedSet.CheckMembers(members, board.Users) : []));
        return new CheckedPiece(bytes, hashes);
    }

    /// <summary>Puts what <see cref="Write"/> wrote into the board: a base into a new one, then each delta in
    /// order.</summary>
    /// <exception cref="InvalidDataException">The bytes are damaged, or of a newer format.</exception>
    public static void Read(Board board, byte[] bytes, Func<byte[], LeaderboardDefinition> readDefinition) =>
        Read(board, Check(board, bytes), readDefinition);

    /// <summary>As above, of what was checked for this board.</summary>
    public static void Read(Board board, CheckedPiece piece, Func<byte[], LeaderboardDefinition> readDefinition) =>
        Sensibly(() => ReadRest(board, new Reader(piece.Bytes.AsSpan(HeaderBytes)), piece.Hashes, readDefinition));

    /// <summary>Makes sure that the bytes are as they were written, and shows the members of each window.</summary>
    private static void Visit(byte[] bytes, MembersVisitor visit)
    {
        if (bytes.Length < HeaderBytes || bytes[0] != FormatVersion)
            throw new InvalidDataException("The checkpoint is of another format.");
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(1)) != Crc32.HashToUInt32(bytes.AsSpan(HeaderBytes)))
            throw new InvalidDataException("The checkpoint's checksum is wrong.");
        Sensibly(() =>
        {
            var input = new Reader(bytes.AsSpan(HeaderBytes));
            input.Skip(HeadBytes);
            input.Bytes();
            for (var windows = input.Int32(); windows > 0; windows--)
            {
                var start = input.Int64();
                input.Skip(sizeof(long));
                input.Bytes();
                input.Skip(WindowStateBytes);
                visit(start, input.Bytes());
            }
        });
    }

    private static void Sensibly(Action read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or OverflowException)
        {
            // The sum is right, so these are not damaged but wrong; that is no better.
            throw new InvalidDataException($"The checkpoint makes no sense: {e.Message}", e);
        }
    }

    private static void ReadRest(
        Board board, Reader input, IReadOnlyList<ulong[]> hashes, Func<byte[], LeaderboardDefinition> readDefinition)
    {
        var (position, acceptedAtUs, rowId) = (input.Int64(), input.Int64(), unchecked((ulong)input.Int64()));
        var (closedForEverUs, activatedAt, status) = (input.Int64(), input.Int64(), input.Enum<TenantStatus>());
        var definition = input.Bytes();
        if (definition.IsEmpty && board.Definition is not null)
            throw new InvalidDataException("The checkpoint has lost the board's definition.");
        board.Restore(
            position, acceptedAtUs, rowId, definition.IsEmpty ? null : readDefinition(definition.ToArray()), status,
            closedForEverUs, activatedAt);
        var windows = input.Int32();
        if (windows > 0 && definition.IsEmpty)
            throw new InvalidDataException("The checkpoint has windows and no definition.");
        for (var i = 0; i < windows; i++) ReadWindow(board, ref input, hashes[i]);
        for (var i = input.Int32(); i > 0; i--) board.Remove(input.Int64());
        board.Restored();
    }

    private static ArrayBufferWriter<byte> Begin(Board board, ReadOnlySpan<byte> definition, int windows)
    {
        var output = new ArrayBufferWriter<byte>(1024);
        output.GetSpan(HeaderBytes)[..HeaderBytes].Clear();
        output.Advance(HeaderBytes);
        WriteInt64(output, board.Position);
        WriteInt64(output, board.AcceptedAtUs);
        WriteInt64(output, unchecked((long)board.RowId));
        WriteInt64(output, board.ClosedForEverUs);
        WriteInt64(output, board.ActivatedAt);
        WriteByte(output, (byte)board.TenantStatus);
        WriteBytes(output, definition);
        WriteInt32(output, windows);
        return output;
    }

    private static byte[] Finish(ArrayBufferWriter<byte> output)
    {
        var bytes = output.WrittenSpan.ToArray();
        bytes[0] = FormatVersion;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(1), Crc32.HashToUInt32(bytes.AsSpan(HeaderBytes)));
        return bytes;
    }

    private static void WriteDropped(ArrayBufferWriter<byte> output, long[] dropped)
    {
        WriteInt32(output, dropped.Length);
        foreach (var start in dropped) WriteInt64(output, start);
    }

    private static void WriteMembers(
        ArrayBufferWriter<byte> output, Action<ArrayBufferWriter<byte>> write)
    {
        var members = new ArrayBufferWriter<byte>(256);
        write(members);
        WriteBytes(output, members.WrittenSpan);
    }

    private static void WriteHead(ArrayBufferWriter<byte> output, BoardWindow window)
    {
        WriteInt64(output, window.Bounds.StartUs);
        WriteInt64(output, window.Bounds.EndUs);
        WriteBytes(output, Encoding.UTF8.GetBytes(window.Bounds.Key));
        WriteByte(output, window.IsClosed ? (byte)1 : (byte)0);
        WriteInt64(output, window.Sequence);
        WriteByte(output, (byte)window.Ranking.Method);
        WriteInt32(output, window.Ranking.Size ?? -1);
        WriteByte(output, window.Ranking.ScoreLimitMillionths is null ? (byte)0 : (byte)1);
        WriteInt64(output, window.Ranking.ScoreLimitMillionths ?? 0);
        WriteByte(output, (byte)window.Ranking.Ties);
        WriteByte(output, (byte)window.Ranking.TieBreaker);
    }

    private static void ReadWindow(Board board, ref Reader input, ulong[] hashes)
    {
        var (start, end) = (input.Int64(), input.Int64());
        var key = Encoding.UTF8.GetString(input.Bytes());
        var (isClosed, sequence) = (input.Byte() != 0, input.Int64());
        var method = input.Enum<RankingMethod>();
        var size = input.Int32();
        var isLimited = input.Byte() != 0;
        var limit = input.Int64();
        var ranking = new RankingConfig(
            method, size < 0 ? null : size, isLimited ? limit : null, input.Enum<TieRule>(), input.Enum<TieBreaker>());
        var members = input.Bytes();
        if (board.FindFinal(start) is not null) return;
        var window = board.RestoreWindow(new Window(key, start, end), isClosed, sequence, ranking);
        window.Members.ReadChecked(members, hashes);
    }

    private static void WriteByte(ArrayBufferWriter<byte> output, byte value)
    {
        output.GetSpan(1)[0] = value;
        output.Advance(1);
    }

    private static void WriteInt32(ArrayBufferWriter<byte> output, int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(output.GetSpan(4), value);
        output.Advance(4);
    }

    private static void WriteInt64(ArrayBufferWriter<byte> output, long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(output.GetSpan(8), value);
        output.Advance(8);
    }

    private static void WriteBytes(ArrayBufferWriter<byte> output, ReadOnlySpan<byte> value)
    {
        WriteInt32(output, value.Length);
        output.Write(value);
    }

    private delegate void MembersVisitor(long windowStartUs, ReadOnlySpan<byte> members);

    private ref struct Reader(ReadOnlySpan<byte> bytes)
    {
        private ReadOnlySpan<byte> _rest = bytes;

        public void Skip(int bytes) => Take(bytes);

        public byte Byte() => Take(1)[0];

        public int Int32() => BinaryPrimitives.ReadInt32LittleEndian(Take(4));

        public long Int64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

        public ReadOnlySpan<byte> Bytes() => Take(Int32());

        public T Enum<T>() where T : struct, Enum
        {
            var value = (T)System.Enum.ToObject(typeof(T), Byte());
            return System.Enum.IsDefined(value)
                ? value : throw new InvalidDataException($"The checkpoint has an unknown {typeof(T).Name}: {value}.");
        }

        private ReadOnlySpan<byte> Take(int count)
        {
            if (count < 0 || count > _rest.Length) throw new InvalidDataException("The checkpoint ends too soon.");
            var taken = _rest[..count];
            _rest = _rest[count..];
            return taken;
        }
    }
}
