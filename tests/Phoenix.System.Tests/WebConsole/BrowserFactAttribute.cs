namespace Phoenix.System.Tests.WebConsole;

/// <summary>A test that needs a browser; where none is installed it is skipped, and says why.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.UnavailableReason;
}
