namespace Phoenix.TestSupport.Nodes;

/// <summary>Where things of this repository are, from wherever a test runs.</summary>
public static class RepositoryPaths
{
    /// <summary>The folder of Phoenix.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The built node, of the same configuration (Debug, Release) as the running test; or the one that
    /// <c>PHOENIX_NODE</c> names, to try a published one.</summary>
    public static string NodeAssembly
    {
        get
        {
            if (Environment.GetEnvironmentVariable("PHOENIX_NODE") is { Length: > 0 } named) return named;
            // …/tests/Phoenix.X/bin/Release/net10.0/
            var framework = new DirectoryInfo(AppContext.BaseDirectory);
            var path = Path.Combine(
                Root, "src", "Phoenix.Http", "bin", framework.Parent!.Name, framework.Name, "Phoenix.Http.dll");
            return File.Exists(path) ? path : throw new FileNotFoundException($"The node is not built: {path}");
        }
    }

    /// <summary>The sample of 47,914 international goals.</summary>
    public static string Goalscorers => Path.Combine(Root, "samples", "goalscorers", "goalscorers.csv");

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Phoenix.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new DirectoryNotFoundException("No folder above the test holds Phoenix.sln.");
    }
}
