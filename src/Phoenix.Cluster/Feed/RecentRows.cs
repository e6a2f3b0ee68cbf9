using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Feed;

/// <summary>The last scored rows, in memory: what boards that keep up are served from, and what a lost message is
/// sent again from.</summary>
internal sealed class RecentRows(long position)
{
    private const int RowsMax = 4_096;
    private const int EntriesMax = 400_000;

    /// <summary>Of one message to a board, far below a frame between nodes; a row stands whole in one, by itself where
    /// it holds more.</summary>
    private const int MessageRows = 512;
    private const int MessageEntries = 4_000;
    private readonly List<ScoredRow> _rows = [];
    private int _start;
    private int _entries;

    /// <summary>The last row scored.</summary>
    public long Last { get; private set; } = position;

    /// <summary>The first row still held; one behind <see cref="Last"/> where none is.</summary>
    public long First => Last - (_rows.Count - _start) + 1;

    public void Add(ScoredRow row)
    {
        _rows.Add(row);
        Last = row.Position;
        _entries += row.EntryCount;
        while (_rows.Count - _start > RowsMax || (_entries > EntriesMax && _rows.Count - _start > 1))
        {
            _entries -= _rows[_start].EntryCount;
            _rows[_start++] = null!;
        }
        if (_start < RowsMax) return;
        _rows.RemoveRange(0, _start);
        _start = 0;
    }

    /// <summary>When row <paramref name="position"/> was accepted; the first that is held where it is older; null where
    /// none is held from there on.</summary>
    public long? AcceptedAtUs(long position) => position > Last || _rows.Count == _start
        ? null : _rows[_start + (int)Math.Max(0, position - First)].AcceptedAtUs;

    /// <summary>The rows behind <paramref name="position"/> for one board, as many as one message takes; null where
    /// there are none.</summary>
    public ApplyRows? TakeFor(TenantId tenant, LeaderboardId board, long position)
    {
        if (position >= Last || position + 1 < First) return null;
        return Join(tenant, board, _rows, _start + (int)(position + 1 - First));
    }

    /// <summary>One message of the rows from <paramref name="index"/> on, as many as it takes.</summary>
    public static ApplyRows Join(TenantId tenant, LeaderboardId board, IReadOnlyList<ScoredRow> rows, int index)
    {
        var sections = new List<RowSection>();
        var entries = 0;
        var last = rows[index];
        var from = last.Position;
        string? traceParent = null;
        for (var end = Math.Min(rows.Count, index + MessageRows); index < end; index++)
        {
            if (rows[index].SectionOf(board) is { } section)
            {
                var weight = section.Definition is null ? section.Entries.Count : MessageEntries;
                if (sections.Count > 0 && entries + weight > MessageEntries) break;
                sections.Add(section);
                traceParent ??= rows[index].TraceParent;
                entries += weight;
            }
            last = rows[index];
        }
        return new ApplyRows(tenant, board, from, last.Position, last.AcceptedAtUs, last.RowId, sections)
        {
            TraceParent = traceParent,
        };
    }
}
