using Phoenix.Http.Telemetry;

namespace Phoenix.Http.Live;

/// <summary>What every live socket of a node shares.</summary>
internal sealed record LiveServices(
    LiveHubs Hubs, LiveSockets Sockets, TimeProvider Time, LiveInstruments Instruments, ILogger<LiveSocket> Log);
