using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace Phoenix.Http.Hosting;

/// <summary>
/// The sockets that the web server listens on, so that they can be closed before the server stops: a server that stops
/// cuts off whoever has connected and whose request it has not read yet.
/// </summary>
internal sealed class ListenSockets(TimeProvider time)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly List<Socket> _sockets = [];
    private readonly Lock _turn = new();

    /// <summary>A socket bound to this address, as the server would have made it.</summary>
    public Socket Create(EndPoint address)
    {
        var socket = SocketTransportOptions.CreateDefaultBoundListenSocket(address);
        lock (_turn) _sockets.Add(socket);
        return socket;
    }

    /// <summary>Takes in whoever has connected, and nobody else: who comes now is refused, at once or when it tries
    /// again a second later.</summary>
    /// <remarks>A socket that is closed resets the connections that wait in its queue, so first the queue is made as
    /// short as can be, and the server is given time to empty it.</remarks>
    public async Task CloseAsync(CancellationToken cancellation)
    {
        Socket[] sockets;
        lock (_turn) sockets = [.. _sockets];
        foreach (var socket in sockets) socket.Listen(0);
        var started = time.GetTimestamp();
        while (sockets.Any(HasWaiting) && time.GetElapsedTime(started) < Patience)
            await Task.Delay(Step, time, cancellation);
        foreach (var socket in sockets) socket.Dispose();
    }

    private static bool HasWaiting(Socket socket) => socket.Poll(0, SelectMode.SelectRead);
}
