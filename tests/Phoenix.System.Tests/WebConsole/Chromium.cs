namespace Phoenix.System.Tests.WebConsole;

/// <summary>The browser of the tests: one that is installed; none is ever downloaded.</summary>
internal static class Chromium
{
    private const string Variable = "PHOENIX_TEST_CHROMIUM";
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    /// <summary>Without a desktop, a sandbox that root may not have, or a word to hosts outside.</summary>
    public static readonly string[] Arguments =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic",
        "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    /// <summary>Where it is, or null.</summary>
    public static string? Path { get; } = Find();

    /// <summary>Why the tests of the console can't run here, or null.</summary>
    public static string? UnavailableReason => Path is null
        ? $"Chromium is not installed, and {Variable} names none: the console is not tested in a browser."
        : null;

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named)) return File.Exists(named) ? named : null;
        var folders = Environment.GetEnvironmentVariable("PATH")?.Split(global::System.IO.Path.PathSeparator) ?? [];
        return folders.SelectMany(folder => Names.Select(name => global::System.IO.Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}
