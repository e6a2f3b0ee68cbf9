namespace Phoenix.System.Tests.Contract;

/// <summary>An answer with all its headers.</summary>
internal sealed record RawAnswer(int Status, ILookup<string, string> Headers, string Body);
