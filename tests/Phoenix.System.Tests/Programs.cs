using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests;

/// <summary>Programs of this machine that some tests need.</summary>
internal static class Programs
{
    /// <summary>Is it in the PATH?</summary>
    public static bool IsInstalled(string name) => Find(name) is not null;

    /// <summary>Runs one to its end. Those that administer the machine need not be in the PATH.</summary>
    /// <exception cref="InvalidOperationException">It is not there, or it failed; the message says how.</exception>
    public static async Task RunAsync(string name, params string[] arguments)
    {
        var program = Find(name) ?? $"/usr/sbin/{name}";
        if (!File.Exists(program)) throw new InvalidOperationException($"there is no {name}");
        var (code, output, error) = await ProgramRunner.RunAsync(program, arguments);
        if (code != 0)
            throw new InvalidOperationException($"{name} {string.Join(' ', arguments)}: {output}{error}".Trim());
    }

    private static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
}
