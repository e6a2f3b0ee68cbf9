using System.Security.Cryptography;
using System.Text.Json;

namespace Phoenix.Http.Auth;

/// <summary>The keys that a Development node makes at its first start and keeps in the data folder.</summary>
/// <param name="SigningKey">For <c>Phoenix:Auth:GamerTokens:SigningKey</c>: base64 of 32 random bytes.</param>
/// <param name="AdminApiKey">For <c>Phoenix:Admin:ApiKeys</c>.</param>
public sealed record DevelopmentSecrets(string SigningKey, string AdminApiKey)
{
    private const string FileName = "development-secrets.json";

    /// <summary>
    /// The keys kept in <paramref name="directory"/>, made first where there are none. The file may be read by its
    /// owner only. Nodes that start at the same moment agree: the first file in place counts.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is there and holds no keys.</exception>
    public static DevelopmentSecrets LoadOrCreate(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) Create(path);
        var secrets = Read(path);
        return string.IsNullOrEmpty(secrets?.SigningKey) || string.IsNullOrEmpty(secrets.AdminApiKey)
            ? throw new InvalidDataException($"{path} holds no keys: remove it, and new ones are made.")
            : secrets;
    }

    /// <summary>The configuration that these keys stand for, to be laid under the operator's own.</summary>
    public IReadOnlyDictionary<string, string?> ToConfiguration() => new Dictionary<string, string?>
    {
        [AuthOptions.Section + ":GamerTokens:SigningKey"] = SigningKey,
        [AdminOptions.Section + ":ApiKeys:0"] = AdminApiKey,
    };

    /// <summary>No secrets in logs.</summary>
    public override string ToString() => nameof(DevelopmentSecrets);

    private static DevelopmentSecrets? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<DevelopmentSecrets>(File.ReadAllBytes(path));
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Create(string path)
    {
        var secrets = new DevelopmentSecrets(
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            "dev-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        var draft = path + "." + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4));
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using (var file = new FileStream(draft, options)) JsonSerializer.Serialize(file, secrets);
        try
        {
            File.Move(draft, path, overwrite: false);
        }
        catch (IOException) when (File.Exists(path))
        {
            // Another node was first: its keys count.
            File.Delete(draft);
        }
    }
}
