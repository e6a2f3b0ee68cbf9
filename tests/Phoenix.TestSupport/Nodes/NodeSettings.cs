namespace Phoenix.TestSupport.Nodes;

/// <summary>How a node under test is started. The same settings start it again: same data, same ports.</summary>
public sealed record NodeSettings
{
    /// <summary>The folder of the node's SQLite files and of all it keeps.</summary>
    public required string DataDirectory { get; init; }

    /// <summary>An Npgsql connection string; null for SQLite.</summary>
    public string? PostgreSql { get; init; }

    /// <summary><c>Development</c> provisions the tenant <c>demo</c> and creates unknown tenants.</summary>
    public string Environment { get; init; } = "Development";

    /// <summary>What <c>dotnet</c> is to run; null: the built node.</summary>
    public IReadOnlyList<string>? Program { get; init; }

    /// <summary>What stands before <c>dotnet</c> and gives way to it, as one that changes the namespace.</summary>
    public IReadOnlyList<string> Launcher { get; init; } = [];

    /// <summary>The address of HTTP and of Akka.Remote.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>Where HTTP listens.</summary>
    public int HttpPort { get; } = FreePort.Next();

    /// <summary>Where Akka.Remote listens.</summary>
    public int ClusterPort { get; } = FreePort.Next();

    /// <summary>Further configuration, as environment variables; they stand above the rest.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = new Dictionary<string, string>();

    /// <summary>Everything, as the environment variables of the process.</summary>
    internal Dictionary<string, string> AllVariables()
    {
        var all = new Dictionary<string, string>
        {
            ["ASPNETCORE_ENVIRONMENT"] = Environment,
            ["Urls"] = $"http://{Host}:{HttpPort}",
            ["Phoenix__Storage__Directory"] = DataDirectory,
            ["Phoenix__Storage__Provider"] = PostgreSql is null ? "Sqlite" : "PostgreSql",
            ["Phoenix__Cluster__Hostname"] = Host,
            ["Phoenix__Cluster__Port"] = $"{ClusterPort}",
            ["Phoenix__Auth__GamerTokens__SigningKey"] = TestCredentials.SigningKeyBase64,
            ["Phoenix__Admin__ApiKeys__0"] = TestCredentials.AdminKey,
        };
        if (PostgreSql is not null) all["Phoenix__Storage__ConnectionString"] = PostgreSql;
        foreach (var (name, value) in Variables) all[name] = value;
        return all;
    }
}
