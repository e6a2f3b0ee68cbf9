namespace Phoenix.Http.Replay;

/// <summary>The file can't be read on: from this line on its form is broken.</summary>
public sealed class ReplayInputException(long line, string message) : Exception($"line {line}: {message}");
