using System.Text;
using System.Text.Json;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Model;

namespace Phoenix.System.Tests.Faults;

/// <summary>
/// Folds a tenant's log, read from the database, into the reference model, and holds the client's record and whatever
/// was seen of the boards against it.
/// </summary>
internal sealed class LogCheck(IJournalReader journal, TenantLoad load, SeenPages seen, Findings findings)
{
    private const int RowsMax = 1_000;

    private readonly Dictionary<string, long> _positions = [];
    private readonly List<LogRow> _unfolded = [];
    private long _read;
    private long _folded;
    private long _clockUs;

    public ReferenceModel Model { get; } = new();

    public int Events => _positions.Count;

    public int PagesCompared { get; private set; }

    public bool Holds(SentEvent sent) => _positions.ContainsKey(sent.Id);

    /// <summary>Reads what is new in the log, which must go on where it ended.</summary>
    public async Task ReadOnAsync()
    {
        var id = EntityIds.TenantPersistence(new TenantId(load.Tenant));
        IReadOnlyList<LogRow> rows;
        do
        {
            rows = await journal.ReadAsync(id, _read + 1, long.MaxValue, RowsMax, CancellationToken.None);
            foreach (var row in rows) Note(row);
            _unfolded.AddRange(rows);
        }
        while (rows.Count == RowsMax);
    }

    /// <summary>Folds what was read, and compares each page that was seen at its place.</summary>
    /// <remarks>Whoever looks at the boards must have come to the log's end.</remarks>
    public void Fold()
    {
        var pages = seen.Take().ToLookup(page => page.Sequence);
        foreach (var page in pages.Where(same => same.Key <= _folded).SelectMany(same => same)) Compare(page);
        foreach (var (position, row) in _unfolded)
        {
            Model.Apply(position, row);
            _folded = position;
            foreach (var page in pages[position]) Compare(page);
        }
        _unfolded.Clear();
        foreach (var page in pages.Where(same => same.Key > _folded).SelectMany(same => same))
            findings.Add($"{load.Tenant} {page.Board}: {page.By} showed {page.Sequence}, the log ends at {_folded}");
    }

    /// <summary>What was acknowledged is in the log, and was new at most once; what is no event is not there.</summary>
    public void CompareWithRecord()
    {
        foreach (var sent in load.Events.Values)
        {
            findings.Require(
                sent.Acknowledgements == 0 || Holds(sent), () => $"LOST {load.Tenant}: {sent} is not in the log");
            findings.Require(sent.Fresh <= 1, () => $"DOUBLED {load.Tenant}: {sent} was new more than once");
        }
    }

    public void Compare(SeenPage page)
    {
        PagesCompared++;
        var board = Model.Boards.GetValueOrDefault(new LeaderboardId(page.Board));
        var window = board?.Windows.FirstOrDefault(w => w.Key == page.WindowKey);
        if (window is null && page is { Total: 0, Entries.Count: 0 }) return;
        var what = $"{load.Tenant} {page.Board} {page.WindowKey}, {page.By}, log folded to {_folded}";
        if (window is null || window.Sequence != page.Sequence)
        {
            findings.Add($"{what}: sequence {page.Sequence}, by the model {window?.Sequence}");
            return;
        }
        var expected = window.Entries(board!.Aggregation);
        findings.Require(page.Total == expected.Count, () => $"{what}: total {page.Total}, not {expected.Count}");
        var different = expected.Zip(page.Entries).FirstOrDefault(pair => pair.Item1 != pair.Item2);
        findings.Require(
            expected.Count == page.Entries.Count && different == default,
            () => $"{what}: {page.Entries.Count} entries, not {expected.Count}; at first {different}");
    }

    private void Note(LogRow logRow)
    {
        var (position, row) = logRow;
        findings.Require(
            row.AcceptedAtUs >= _clockUs, () => $"{load.Tenant}: the log's clock goes back at {position}");
        (_read, _clockUs) = (position, row.AcceptedAtUs);
        if (row is not EventsAccepted accepted) return;
        foreach (var record in accepted.Events) Note(position, record);
    }

    private void Note(long position, EventRecord record)
    {
        var id = Encoding.UTF8.GetString(record.EventId);
        if (!load.Events.TryGetValue(id, out var sent) || !sent.IsValid)
        {
            findings.Add($"{load.Tenant}: {id} at {position} was never sent, or is no event");
            return;
        }
        if (!_positions.TryAdd(id, position))
            findings.Add($"DOUBLED {load.Tenant}: {sent} is at {_positions[id]} and at {position}");
        using var body = JsonDocument.Parse(record.Body.ToArray());
        findings.Require(
            Encoding.UTF8.GetString(record.UserId) == sent.User
            && body.RootElement.GetProperty("attrs").GetProperty("points").GetInt32() == sent.Points,
            () => $"{load.Tenant}: {id} at {position} is not what was sent");
    }
}
