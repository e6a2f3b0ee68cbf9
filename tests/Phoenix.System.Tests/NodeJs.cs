using System.Globalization;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests;

/// <summary>Node.js, which runs the parts of these tests that others wrote in JavaScript.</summary>
internal static class NodeJs
{
    private const int MajorMin = 20;

    /// <summary>Why it can't be used on this machine; null where it can.</summary>
    public static string? UnavailableReason { get; } = FindReason();

    /// <summary>Installs what the folder's package-lock.json names, unless that was done before.</summary>
    public static async Task InstallAsync(string folder)
    {
        var done = new FileInfo(Path.Combine(folder, "node_modules", ".package-lock.json"));
        var wanted = new FileInfo(Path.Combine(folder, "package-lock.json"));
        if (done.Exists && done.LastWriteTimeUtc >= wanted.LastWriteTimeUtc) return;
        var (code, output, error) = await ProgramRunner.RunAsync(
            "npm", ["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund"]);
        if (code != 0) throw new InvalidOperationException($"npm ci ended with {code}:\n{output}{error}");
    }

    private static string? FindReason()
    {
        if (VersionOf("npm") is null) return "npm is not installed";
        if (VersionOf("node") is not { } version) return "Node.js is not installed";
        var major = int.Parse(version.TrimStart('v').Split('.')[0], CultureInfo.InvariantCulture);
        return major >= MajorMin ? null : $"Node.js {version} is too old: {MajorMin} is needed";
    }

    private static string? VersionOf(string program)
    {
        var run = Programs.IsInstalled(program) ? ProgramRunner.RunAsync(program, ["--version"]) : null;
        return run?.GetAwaiter().GetResult() is (0, var output, _) ? output.Trim() : null;
    }
}
