using System.Buffers.Binary;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Faults;

/// <summary>
/// Clocks of the nodes' own, that go wrong by as much as they are told. What is preloaded into the nodes (clock.c) is
/// made here by a C compiler. It is the time of day that goes wrong; durations are measured as ever.
/// </summary>
internal sealed class FaultClocks : IDisposable
{
    private readonly DataFolder _folder = new();

    private string Library => Path.Combine(_folder.Path, "clock.so");

    /// <summary>Clocks; or null, and why there are none.</summary>
    public static async Task<(FaultClocks? Clocks, string? Reason)> TryCreateAsync()
    {
        var clocks = new FaultClocks();
        try
        {
            await Programs.RunAsync(
                "cc", "-O2", "-shared", "-fPIC", "-o", clocks.Library,
                Path.Combine(RepositoryPaths.Root, "tests/Phoenix.System.Tests/Faults/clock.c"));
            foreach (var node in Enumerable.Range(0, FaultCluster.Size)) clocks.GoWrongBy(node, TimeSpan.Zero);
            return (clocks, null);
        }
        catch (InvalidOperationException e)
        {
            clocks.Dispose();
            return (null, e.Message);
        }
    }

    /// <summary>What stands before a program that is to have the node's clock.</summary>
    public IReadOnlyList<string> LauncherOf(int node) =>
        ["env", $"LD_PRELOAD={Library}", $"FAULT_CLOCK={FileOf(node)}"];

    public void GoWrongBy(int node, TimeSpan step)
    {
        var seconds = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(seconds, (long)step.TotalSeconds);
        using var file = File.OpenHandle(FileOf(node), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        RandomAccess.Write(file, seconds, 0);
    }

    private string FileOf(int node) => Path.Combine(_folder.Path, $"clock-{node}");

    public void Dispose() => _folder.Dispose();
}
