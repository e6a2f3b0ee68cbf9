namespace Phoenix.Http.Live;

/// <summary>What every live socket of a node shares.</summary>
internal sealed record LiveServices(LiveHubs Hubs, LiveSockets Sockets, TimeProvider Time, ILogger<LiveSocket> Log);
