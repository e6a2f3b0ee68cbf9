namespace Phoenix.Http.Replay;

/// <summary>The replay can't begin: the arguments or the file are wrong. The message is for who typed them.</summary>
public sealed class ReplayUsageException(string message) : Exception(message);
