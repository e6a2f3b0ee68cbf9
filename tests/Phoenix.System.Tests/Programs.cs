namespace Phoenix.System.Tests;

/// <summary>Programs of this machine that some tests need.</summary>
internal static class Programs
{
    /// <summary>Is it in the PATH?</summary>
    public static bool IsInstalled(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Any(folder => File.Exists(Path.Combine(folder, name)));
}
