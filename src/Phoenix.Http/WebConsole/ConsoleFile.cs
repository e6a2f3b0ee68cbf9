namespace Phoenix.Http.WebConsole;

/// <summary>One file of the console, as it is served.</summary>
/// <param name="EntityTag">Changes with the content.</param>
internal sealed record ConsoleFile(byte[] Content, string ContentType, string EntityTag);
