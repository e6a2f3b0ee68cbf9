using System.Collections.Frozen;
using System.Security.Cryptography;

namespace Phoenix.Http.WebConsole;

/// <summary>The console's files, read once: what is not among them is not served, whatever a path says.</summary>
internal sealed class ConsoleFiles
{
    public const string Index = "index.html";

    private static readonly FrozenDictionary<string, string> ContentTypes = new Dictionary<string, string>
    {
        [".html"] = "text/html; charset=utf-8",
        [".css"] = "text/css; charset=utf-8",
        [".js"] = "text/javascript; charset=utf-8",
        [".svg"] = "image/svg+xml",
    }.ToFrozenDictionary();

    private readonly FrozenDictionary<string, ConsoleFile> _files;

    private ConsoleFiles(FrozenDictionary<string, ConsoleFile> files) => _files = files;

    /// <summary>Reads the files of the folder and of those below it, of the kinds that the console has.</summary>
    /// <exception cref="IOException">They are missing: the executable was copied without them.</exception>
    public static ConsoleFiles Load(string folder)
    {
        if (!File.Exists(Path.Combine(folder, Index)))
            throw new IOException($"The console's files are missing beside the executable: {folder}");
        return new ConsoleFiles(Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(path => ContentTypes.ContainsKey(Path.GetExtension(path)))
            .ToFrozenDictionary(path => Path.GetRelativePath(folder, path).Replace('\\', '/'), Read));
    }

    /// <summary>The file at a path below <c>/console/</c>; the page itself where the path is empty.</summary>
    public ConsoleFile? Find(string? path) => _files.GetValueOrDefault(string.IsNullOrEmpty(path) ? Index : path);

    private static ConsoleFile Read(string path)
    {
        var content = File.ReadAllBytes(path);
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16))}\"";
        return new ConsoleFile(content, ContentTypes[Path.GetExtension(path)], tag);
    }
}
