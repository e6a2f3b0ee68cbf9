namespace Phoenix.System.Tests;

/// <summary>A node's data folder that lives as long as its test.</summary>
internal sealed class DataFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("phoenix-node-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
