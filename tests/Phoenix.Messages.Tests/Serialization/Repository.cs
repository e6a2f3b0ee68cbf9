namespace Phoenix.Messages.Tests.Serialization;

/// <summary>Files of the repository, found upwards from the test's own binaries.</summary>
internal static class Repository
{
    public static string PathOf(params string[] parts) => Path.Combine([Root(), .. parts]);

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Phoenix.sln"))) return folder.FullName;
        }
        throw new InvalidOperationException("Phoenix.sln stands in no folder above the tests.");
    }
}
