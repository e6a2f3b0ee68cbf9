namespace Phoenix.Cluster.Tests.Architecture;

/// <summary>The repository these tests were built from, as text. Paths are relative to its root, with forward
/// slashes.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file under the folder that people wrote, with its text.</summary>
    public static IReadOnlyList<(string Path, string Text)> Sources(string folder) => Files(folder, "*.cs");

    /// <summary>Every file under the folder that matches, build output left out, with its text.</summary>
    public static IReadOnlyList<(string Path, string Text)> Files(string folder, string pattern) =>
        [.. Paths(folder, pattern).Select(path => (path, File.ReadAllText(Path.Combine(Root, path))))];

    /// <summary>The paths of the files under the folder that match, build output left out; none where it is
    /// absent.</summary>
    public static IEnumerable<string> Paths(string folder, string pattern)
    {
        var start = Path.Combine(Root, folder);
        return !Directory.Exists(start)
            ? []
            : Directory.EnumerateFiles(start, pattern, SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
                .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or ".git" or "node_modules"))
                .Order(StringComparer.Ordinal);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Phoenix.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Phoenix.sln is in no folder above the tests.");
    }
}
