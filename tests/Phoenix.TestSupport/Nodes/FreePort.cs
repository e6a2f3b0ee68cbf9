using System.Net;
using System.Net.Sockets;

namespace Phoenix.TestSupport.Nodes;

/// <summary>Ports for processes that must know theirs before they start, and keep it over a restart.</summary>
public static class FreePort
{
    /// <summary>A TCP port of the loopback address that nobody listens on at this moment.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
