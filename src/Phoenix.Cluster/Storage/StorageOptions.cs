using Npgsql;

namespace Phoenix.Cluster.Storage;

/// <summary>Append-only names: they are in configuration files.</summary>
public enum StorageProvider { Sqlite, PostgreSql }

/// <summary>Where the log and the standings are kept (<c>Phoenix:Storage</c>).</summary>
public sealed class StorageOptions
{
    public const string Section = "Phoenix:Storage";

    /// <summary>SQLite files of this node, or PostgreSQL shared by all nodes. Default: SQLite.</summary>
    public StorageProvider Provider { get; set; } = StorageProvider.Sqlite;

    /// <summary>PostgreSQL only: an Npgsql connection string.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>SQLite only: the folder of the database files, relative to the current directory. Default:
    /// <c>data</c>.</summary>
    public string Directory { get; set; } = "data";

    /// <summary>Base64, 32 bytes: encrypts the tenants' signing secrets at rest. Default: none, they are kept as they
    /// are.</summary>
    public string? SecretsKey { get; set; }

    /// <summary>Keys in the same form that only open what was sealed with them. Default: none.</summary>
    public IReadOnlyList<string> PreviousSecretsKeys { get; set; } = [];

    /// <summary>Each broken rule in one line that names key, value and rule.</summary>
    public IEnumerable<string> Validate()
    {
        if (Provider == StorageProvider.PostgreSql && !IsConnectionString(ConnectionString ?? ""))
            yield return "Phoenix:Storage:ConnectionString (secret) must be an Npgsql connection string with a Host.";
        if (Provider == StorageProvider.Sqlite && string.IsNullOrWhiteSpace(Directory))
            yield return "Phoenix:Storage:Directory is empty: Sqlite needs a folder for its files.";
        if (SecretsKey is not null && !IsKey(SecretsKey))
            yield return "Phoenix:Storage:SecretsKey (not shown) must be base64 of 32 bytes.";
        if (!PreviousSecretsKeys.All(IsKey))
            yield return "Phoenix:Storage:PreviousSecretsKeys (not shown) must be base64 of 32 bytes each.";
    }

    private static bool IsConnectionString(string text)
    {
        try
        {
            return new NpgsqlConnectionStringBuilder(text).Host is { Length: > 0 };
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    private static bool IsKey(string text)
    {
        Span<byte> key = stackalloc byte[64];
        return Convert.TryFromBase64String(text, key, out var length) && length == 32;
    }
}
