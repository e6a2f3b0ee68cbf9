using Phoenix.Http.Hosting;

namespace Phoenix.Http.Live;

/// <summary>Limits of live sockets. <c>Phoenix:Limits:Sockets</c>.</summary>
public sealed class LiveOptions
{
    /// <summary>Sockets that one tenant may have on this node; beyond it 429. Default 5,000.</summary>
    public int SocketsMax { get; internal set; } = 5_000;

    internal void Read(IConfiguration configuration) =>
        SocketsMax = new Settings(configuration, "Phoenix:Limits").Number("Sockets", SocketsMax, 1, 1_000_000);
}
