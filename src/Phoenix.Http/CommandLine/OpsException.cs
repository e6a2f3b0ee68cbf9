namespace Phoenix.Http.CommandLine;

/// <summary>A verb was understood and could not be carried out. The message is for who typed it.</summary>
internal sealed class OpsException(string message) : Exception(message);
