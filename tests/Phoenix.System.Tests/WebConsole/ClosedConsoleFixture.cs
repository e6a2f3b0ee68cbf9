namespace Phoenix.System.Tests.WebConsole;

/// <summary>As <see cref="ConsoleFixture"/>, with a node that shows its operations' pages to admins only.</summary>
public sealed class ClosedConsoleFixture()
    : ConsoleFixture(new Dictionary<string, string> { ["Phoenix__Operations__Public"] = "false" });
