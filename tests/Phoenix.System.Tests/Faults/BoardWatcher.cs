using System.Net.WebSockets;
using System.Text.Json;
using Phoenix.Messages.Leaderboards;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Faults;

/// <summary>A client that watches a board by a socket through all faults, and opens another where that ends.</summary>
internal sealed class BoardWatcher(
    FaultCluster cluster, string tenant, string board, SeenPages seen, Findings findings)
{
    /// <summary>Heartbeats come after 15 s of silence: a connection that is silent for longer is none.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _end = new();
    private Task _running = Task.CompletedTask;

    public string Board => board;

    /// <summary>The view after the newest message; null before the first.</summary>
    public SeenPage? Current { get; private set; }

    public int Connections { get; private set; }

    public int Frames { get; private set; }

    public void Start(int node) => _running = RunAsync(node);

    public async Task EndAsync()
    {
        await _end.CancelAsync();
        await _running;
    }

    private async Task RunAsync(int node)
    {
        while (!_end.IsCancellationRequested)
        {
            try
            {
                await WatchAsync(node++);
            }
            catch (Exception e) when (e is WebSocketException or OperationCanceledException or HttpRequestException)
            {
                // The next node, in a while.
            }
            catch (JsonException e)
            {
                findings.Add($"{tenant} {board}: a message that is no JSON, by the socket at node {node}: {e.Message}");
            }
            try
            {
                await Timing.PassAsync(TimeSpan.FromMilliseconds(300), _end.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task WatchAsync(int node)
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Authorization", $"Bearer {TestCredentials.TokenOf(tenant)}");
        using var silence = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        silence.CancelAfter(TimeSpan.FromSeconds(5));
        var url = new Uri(cluster.NodeOf(node).SocketUrl, $"/v1/leaderboards/{board}/ws");
        await socket.ConnectAsync(url, silence.Token);
        Connections++;
        SeenPage? view = null;
        while (true)
        {
            silence.CancelAfter(SilenceMax);
            if (await ReceiveAsync(socket, silence.Token) is not { } message) return;
            using (message) view = Apply(view, message.RootElement, node % FaultCluster.Size);
        }
    }

    /// <summary>The view with the message applied; each new one is kept to be compared with the log.</summary>
    private SeenPage? Apply(SeenPage? view, JsonElement message, int node)
    {
        var type = message.GetProperty("type").GetString();
        if (type is not ("snapshot" or "update")) return view;
        var by = $"socket at node {node}, {type}";
        SeenPage next;
        if (type == "snapshot")
        {
            next = SeenPage.Of(board, message, by);
        }
        else
        {
            if (view is null || view.WindowKey != message.GetProperty("window_key").GetString())
            {
                findings.Add($"{tenant} {board}: an update without a snapshot before it, by the {by}: {message}");
                return view;
            }
            next = new SeenPage(
                board, view.WindowKey, message.GetProperty("sequence").GetInt64(),
                message.GetProperty("total").GetInt64(), Merge(view.Entries, message), by);
        }
        findings.Require(
            view is null || view.WindowKey != next.WindowKey || view.Sequence <= next.Sequence,
            () => $"{tenant} {board}: sequence {next.Sequence} after {view!.Sequence}, by the {by}");
        Current = next;
        Frames++;
        seen.Add(next);
        return next;
    }

    private static List<StandingsEntry> Merge(IReadOnlyList<StandingsEntry> entries, JsonElement update)
    {
        var changed = SeenPage.EntriesOf(update);
        var gone = update.GetProperty("removed").EnumerateArray().Select(user => user.GetString())
            .Concat(changed.Select(entry => entry.UserId)).ToHashSet();
        return [.. entries.Where(entry => !gone.Contains(entry.UserId)).Concat(changed).OrderBy(e => e.Place)];
    }

    /// <summary>The next message; null where the server closes.</summary>
    private static async Task<JsonDocument?> ReceiveAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        using var message = new MemoryStream();
        var buffer = new byte[16_384];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, cancellation);
            if (part.MessageType == WebSocketMessageType.Close) return null;
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage) return JsonDocument.Parse(message.ToArray());
        }
    }
}
