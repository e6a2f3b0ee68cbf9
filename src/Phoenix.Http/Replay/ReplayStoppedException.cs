namespace Phoenix.Http.Replay;

/// <summary>The node refuses for good, or has not answered for too long: nothing more is sent.</summary>
public sealed class ReplayStoppedException(string message) : Exception(message);
