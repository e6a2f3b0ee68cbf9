namespace Phoenix.System.Tests.Faults;

/// <summary>A small file system of its own, in a file, that can be filled up. It takes root and a loop
/// device.</summary>
internal sealed class FaultDisk : IAsyncDisposable
{
    private const string Size = "3G";
    private readonly DataFolder _image = new();
    private readonly DataFolder _root = new();
    private bool _isMounted;

    /// <summary>Where it is mounted.</summary>
    public string Root => _root.Path;

    /// <summary>A disk; or null, and why there is none.</summary>
    public static async Task<(FaultDisk? Disk, string? Reason)> TryCreateAsync()
    {
        if (!Environment.IsPrivilegedProcess) return (null, "a small disk takes root");
        var disk = new FaultDisk();
        try
        {
            var image = Path.Combine(disk._image.Path, "image");
            await Programs.RunAsync("truncate", "-s", Size, image);
            await Programs.RunAsync("mkfs.ext4", "-q", "-m", "0", image);
            await Programs.RunAsync("mount", "-o", "loop", image, disk.Root);
            disk._isMounted = true;
            return (disk, null);
        }
        catch (InvalidOperationException e)
        {
            await disk.DisposeAsync();
            return (null, e.Message);
        }
    }

    /// <summary>Takes all that is free.</summary>
    public void Fill()
    {
        var bytes = new DriveInfo(Root).AvailableFreeSpace;
        for (var part = 0; bytes >= 4_096; part++)
        {
            try
            {
                using var ballast = new FileStream(
                    Path.Combine(Root, $"ballast-{part}"),
                    new FileStreamOptions
                    {
                        Mode = FileMode.CreateNew, Access = FileAccess.Write, PreallocationSize = bytes,
                    });
            }
            catch (IOException)
            {
                // So much is not left in one piece.
                bytes /= 2;
            }
        }
    }

    /// <summary>Gives it back.</summary>
    public void Clear()
    {
        foreach (var ballast in Directory.GetFiles(Root, "ballast-*")) File.Delete(ballast);
    }

    public async ValueTask DisposeAsync()
    {
        if (_isMounted) await Programs.RunAsync("umount", Root);
        _root.Dispose();
        _image.Dispose();
    }
}
