namespace Phoenix.Http.Tests;

/// <summary>The repository that the tests were built from: for those that hold documents to the code.</summary>
internal static class RepositoryFiles
{
    public static readonly string Root = FindRoot();

    public static string Read(params ReadOnlySpan<string> path) => File.ReadAllText(Path.Combine([Root, .. path]));

    /// <summary>Keeps a document that the code makes.</summary>
    public static void Write(string text, params ReadOnlySpan<string> path) =>
        File.WriteAllText(Path.Combine([Root, .. path]), text);

    /// <summary>README and docs, each by its name.</summary>
    public static IEnumerable<(string Name, string Text)> Documents() =>
        Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Append(Path.Combine(Root, "README.md"))
            .Order(StringComparer.Ordinal)
            .Select(path => (Path.GetFileName(path), File.ReadAllText(path)));

    private static string FindRoot()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Phoenix.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }
}
