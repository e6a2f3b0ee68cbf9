namespace Phoenix.Http.CommandLine;

/// <summary>A verb can't begin: its arguments, or a file they name, are wrong. The message is for who typed
/// them.</summary>
public sealed class UsageException(string message) : Exception(message);
