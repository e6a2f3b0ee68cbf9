using System.Security.Cryptography;
using System.Text;
using Phoenix.Http.Hosting;

namespace Phoenix.Http.Auth;

/// <summary><c>Phoenix:Admin</c>: the platform's API keys, kept as hashes only.</summary>
public sealed class AdminOptions
{
    public const string Section = "Phoenix:Admin";
    private const string HashPrefix = "sha256:";

    /// <summary>SHA-256 of each key's UTF-8 bytes. Default: none, and nobody comes in by a key.</summary>
    public IReadOnlyList<byte[]> KeyHashes { get; internal set; } = [];

    internal void Read(IConfiguration configuration)
    {
        var settings = new Settings(configuration, Section);
        KeyHashes = settings.List("ApiKeys").Select(key => HashOf(settings, key)).ToList();
    }

    private static byte[] HashOf(Settings settings, string key)
    {
        if (!key.StartsWith(HashPrefix, StringComparison.Ordinal)) return SHA256.HashData(Encoding.UTF8.GetBytes(key));
        var hex = key.AsSpan(HashPrefix.Length);
        var hash = new byte[SHA256.HashSizeInBytes];
        return Convert.FromHexString(hex, hash, out _, out var written) == System.Buffers.OperationStatus.Done
            && written == hash.Length
            ? hash
            : throw settings.WrongSecret("ApiKeys", "behind sha256: there must be 64 hexadecimal digits");
    }
}
