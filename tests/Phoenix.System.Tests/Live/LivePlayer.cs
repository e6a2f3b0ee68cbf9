using System.Net.WebSockets;
using System.Text.Json;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Live;

/// <summary>A client that watches, configures, drops and comes again at random, and keeps what it had on its
/// screen.</summary>
/// <param name="ready">Completes when the node takes connections.</param>
internal sealed class LivePlayer(Uri node, string board, string token, int users, int seed, Func<Task> ready)
{
    private readonly Random _random = new(seed);
    private readonly List<LiveRecord> _records = [];
    private Dictionary<string, (long Place, string Row)> _rows = [];
    private WatchedView _watched = null!;
    private WatchedView? _asked;
    private (string WindowKey, long Sequence)? _shown;
    private long _sequence;
    private string _windowKey = "";

    public IReadOnlyList<LiveRecord> Records => _records;
    public int Updates { get; private set; }
    public int Snapshots { get; private set; }
    public int Resumed { get; private set; }
    public int Connections { get; private set; }

    /// <summary>Plays until the time is over; a connection that breaks or is refused is opened again.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                await ConnectAsync(end);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or HttpRequestException)
            {
                // Dropped by this client, by the node's end, or refused while it starts.
                if (!end.IsCancellationRequested) await ready();
            }
        }
    }

    private async Task ConnectAsync(CancellationToken end)
    {
        // Who comes back with the same view may go on from where he was.
        var resumes = _shown is { WindowKey: "all" } && _watched.WindowKey == "all" && _random.Next(2) == 0;
        if (!resumes) _watched = WatchedView.Random(_random, users);
        var resume = resumes ? $"&resume={_shown!.Value.Sequence}" : "";
        await using var client = await LiveClient.ConnectAsync(
            node, $"/v1/leaderboards/{board}/ws{_watched.Query}{resume}", token);
        Connections++;
        (_asked, _sequence, _windowKey) = (null, 0, "");
        for (var left = _random.Next(5, 60); left > 0 && !end.IsCancellationRequested; left--)
        {
            if (_asked is null && _random.Next(12) == 0)
            {
                // Another size, so that its snapshot is told from those of the former view.
                do _asked = WatchedView.Random(_random, users);
                while (_asked.PageSize == _watched.PageSize);
                await client.SendAsync(_asked.Configure);
            }
            else if (_random.Next(12) == 0) await client.SendAsync("""{"type":"request_page","page":1}""");
            if (await client.TryNextAsync(end) is not { } message) return;
            Take(message);
        }
        client.Socket.Abort();
    }

    private void Take(JsonElement message)
    {
        var type = message.GetProperty("type").GetString();
        if (type is "snapshot" or "update" or "heartbeat" or "resumed") NoteSequence(message, type);
        switch (type)
        {
            case "snapshot" when message.TryGetProperty("one_off", out _):
                return;
            case "snapshot":
                // The answer to a configure is the first snapshot of its page and size; until then the former goes on.
                if (_asked is { } asked && IsOf(asked, message)) (_watched, _asked) = (asked, null);
                Snapshots++;
                _rows = RowsOf(message);
                break;
            case "update":
                Updates++;
                foreach (var userId in message.GetProperty("removed").EnumerateArray())
                    Assert.True(_rows.Remove(userId.GetString()!), "A row was removed that is not there.");
                foreach (var (userId, row) in RowsOf(message)) _rows[userId] = row;
                break;
            case "resumed":
                Resumed++;
                return;
            case "heartbeat" or "window_changed":
                return;
            default:
                throw new InvalidOperationException($"Not expected: {message.GetRawText()}");
        }
        var (key, sequence) = (message.GetProperty("window_key").GetString()!, SequenceOf(message));
        _shown = (key, sequence);
        if (_asked is not null) return;
        _records.Add(new LiveRecord(
            _watched, key, sequence, long.Parse(message.GetProperty("position").GetString()!),
            message.GetProperty("total").GetInt64(), [.. _rows.Values.OrderBy(r => r.Place).Select(r => r.Row)]));
    }

    private void NoteSequence(JsonElement message, string type)
    {
        var sequence = SequenceOf(message);
        var key = message.TryGetProperty("window_key", out var k) ? k.GetString()! : _windowKey;
        Assert.True(
            key != _windowKey || sequence >= _sequence, $"The sequence went back from {_sequence}: {type} {sequence}");
        (_windowKey, _sequence) = (key, sequence);
    }

    private static bool IsOf(WatchedView asked, JsonElement snapshot) =>
        snapshot.GetProperty("page_size").GetInt32() == asked.PageSize
        && snapshot.GetProperty("page").GetInt32() == (asked.Filter is "around" or "users" ? 1 : asked.Page);

    private static long SequenceOf(JsonElement message) => message.GetProperty("sequence").GetInt64();

    private static Dictionary<string, (long Place, string Row)> RowsOf(JsonElement message) =>
        message.GetProperty("entries").EnumerateArray().ToDictionary(
            e => e.GetProperty("user_id").GetString()!, e => (e.GetProperty("place").GetInt64(), LiveRecord.RowOf(e)));
}
