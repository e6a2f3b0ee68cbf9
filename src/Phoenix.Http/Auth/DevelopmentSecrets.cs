using System.Security.Cryptography;
using System.Text.Json;

namespace Phoenix.Http.Auth;

/// <summary>The keys that a Development node makes at its first start and keeps in the data folder.</summary>
/// <param name="SigningKey">For <c>Phoenix:Auth:GamerTokens:SigningKey</c>: base64 of 32 random bytes.</param>
/// <param name="AdminApiKey">For <c>Phoenix:Admin:ApiKeys</c>.</param>
public sealed record DevelopmentSecrets(string SigningKey, string AdminApiKey)
{
    private const string FileName = "development-secrets.json";
    private static readonly TimeSpan FillingMax = TimeSpan.FromSeconds(1);

    /// <summary>
    /// The keys kept in <paramref name="directory"/>, made first where there are none. The file may be read by its
    /// owner only. Nodes that start at the same moment agree: who makes the file fills it, the others wait for that.
    /// </summary>
    /// <exception cref="InvalidDataException">The file is there and holds no keys.</exception>
    public static DevelopmentSecrets LoadOrCreate(string directory)
    {
        Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, FileName);
        var secrets = TryCreate(path);
        if (secrets is null) SpinWait.SpinUntil(() => (secrets = TryRead(path)) is not null, FillingMax);
        return secrets ?? throw new InvalidDataException($"{path} holds no keys: remove it, and new ones are made.");
    }

    /// <summary>The configuration that these keys stand for, to be laid under the operator's own.</summary>
    public IReadOnlyDictionary<string, string?> ToConfiguration() => new Dictionary<string, string?>
    {
        [AuthOptions.Section + ":GamerTokens:SigningKey"] = SigningKey,
        [AdminOptions.Section + ":ApiKeys:0"] = AdminApiKey,
    };

    /// <summary>No secrets in logs.</summary>
    public override string ToString() => nameof(DevelopmentSecrets);

    /// <summary>Null where the file holds no keys, or not yet.</summary>
    private static DevelopmentSecrets? TryRead(string path)
    {
        try
        {
            var secrets = JsonSerializer.Deserialize<DevelopmentSecrets>(File.ReadAllBytes(path));
            return string.IsNullOrEmpty(secrets?.SigningKey) || string.IsNullOrEmpty(secrets.AdminApiKey)
                ? null : secrets;
        }
        catch (Exception e) when (e is JsonException or IOException)
        {
            return null;
        }
    }

    /// <summary>Null where the file is there already. That it is not is found out in making it: a file that is moved
    /// into place could replace another node's.</summary>
    private static DevelopmentSecrets? TryCreate(string path)
    {
        if (File.Exists(path)) return null;
        var secrets = new DevelopmentSecrets(
            Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)),
            "dev-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16)));
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None,
        };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using var file = new FileStream(path, options);
            JsonSerializer.Serialize(file, secrets);
            return secrets;
        }
        catch (IOException) when (File.Exists(path))
        {
            return null;
        }
    }
}
