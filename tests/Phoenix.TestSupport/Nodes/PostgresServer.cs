using Npgsql;

namespace Phoenix.TestSupport.Nodes;

/// <summary>
/// A PostgreSQL server for tests: the one that <c>PHOENIX_TEST_POSTGRES</c> names by a connection string, else one of
/// its own in a temporary folder, with the server's normal durability. PostgreSQL refuses to run as root, so there it
/// runs as the user <c>postgres</c>.
/// </summary>
public sealed partial class PostgresServer : IAsyncDisposable
{
    /// <summary>The variable that names an existing server.</summary>
    public const string ServerVariable = "PHOENIX_TEST_POSTGRES";

    private readonly string _administration;
    private readonly string? _folder;
    private int _postmaster;

    private PostgresServer(string administration, string? folder)
    {
        (_administration, _folder) = (administration, folder);
        AppDomain.CurrentDomain.ProcessExit += QuitPostmaster;
    }

    /// <summary>Why no server can be had on this machine; null where one can.</summary>
    public static string? UnavailableReason
    {
        get
        {
            if (Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 }) return null;
            if (Binaries is null)
                return $"PostgreSQL is not installed (no initdb) and {ServerVariable} names no server";
            if (!Environment.IsPrivilegedProcess) return null;
            if (!File.ReadLines("/etc/passwd").Any(line => line.StartsWith("postgres:", StringComparison.Ordinal)))
                return "PostgreSQL refuses to run as root and there is no user postgres to run it as";
            return UserSwitch.Length > 0
                ? null : "PostgreSQL refuses to run as root and there is no setpriv or runuser";
        }
    }

    /// <summary>Whether the server can be stopped and started again.</summary>
    public bool IsOwn => _folder is not null;

    /// <summary>What the processes of one's own server have used so far.</summary>
    public TimeSpan ProcessorTime => Processes()
        .Aggregate(TimeSpan.Zero, (sum, process) => sum + (ProcStat.Of(process)?.ProcessorTime ?? TimeSpan.Zero));

    private static string? Binaries { get; } = FindBinaries();

    private static string[] UserSwitch { get; } =
        FindProgram("setpriv") is { } setpriv
            ? [setpriv, "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]
        : FindProgram("runuser") is { } runuser ? [runuser, "-u", "postgres", "--"]
        : [];

    /// <summary>Where one of its tools lies, such as <c>pg_dump</c>.</summary>
    public static string ToolPath(string tool) => Path.Combine(Binaries!, tool);

    /// <summary>The server that the environment names, or a new one of one's own.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        if (UnavailableReason is { } reason) throw new InvalidOperationException(reason);
        return Environment.GetEnvironmentVariable(ServerVariable) is { Length: > 0 } named
            ? new PostgresServer(named, null)
            : await StartOwnAsync();
    }

    /// <summary>A new server of one's own, wherever the environment points.</summary>
    /// <param name="host">The address that it listens on and trusts, with all of 10.0.0.0/8.</param>
    public static async Task<PostgresServer> StartOwnAsync(string host = "127.0.0.1")
    {
        var folder = Directory.CreateTempSubdirectory("phoenix-postgres-").FullName;
        if (Environment.IsPrivilegedProcess) await RunAsync("chown", "postgres", folder);
        await RunAsPostgresAsync(
            "initdb", "-D", $"{folder}/data", "-U", "phoenix", "-A", "trust", "-E", "UTF8", "--locale=C");
        await File.AppendAllTextAsync($"{folder}/data/pg_hba.conf", "host all all 10.0.0.0/8 trust\n");
        var connection = $"Host={host};Port={FreePort.Next()};Username=phoenix;Database=postgres";
        var server = new PostgresServer(connection, folder);
        await server.StartAgainAsync();
        return server;
    }

    /// <summary>A new, empty database; its connection string.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"phoenix_test_{Guid.NewGuid():N}";
        await using var connection = new NpgsqlConnection(_administration);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return new NpgsqlConnectionStringBuilder(_administration) { Database = name }.ConnectionString;
    }

    /// <summary>Removes a database with whoever is still connected.</summary>
    public async Task DropDatabaseAsync(string connectionString)
    {
        var name = new NpgsqlConnectionStringBuilder(connectionString).Database;
        await using var connection = new NpgsqlConnection(_administration);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"DROP DATABASE IF EXISTS {name} WITH (FORCE)", connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Stops one's own server as a crash would: no farewell to anyone.</summary>
    public async Task StopAsync()
    {
        await RunAsPostgresAsync("pg_ctl", "-D", $"{_folder}/data", "-m", "immediate", "-w", "stop");
        _postmaster = 0;
        NpgsqlConnection.ClearAllPools();
    }

    /// <summary>Starts one's own server, on the same port and data as before.</summary>
    public async Task StartAgainAsync()
    {
        var address = new NpgsqlConnectionStringBuilder(_administration);
        await RunAsPostgresAsync(
            "pg_ctl", "-D", $"{_folder}/data", "-l", $"{_folder}/log", "-w", "start",
            "-o", $"-p {address.Port} -c listen_addresses={address.Host} -c unix_socket_directories={_folder}");
        _postmaster = int.Parse(File.ReadLines($"{_folder}/data/postmaster.pid").First());
    }

    private static Task RunAsPostgresAsync(string tool, params string[] arguments)
    {
        var asPostgres = Environment.IsPrivilegedProcess ? UserSwitch : [];
        string[] line = [.. asPostgres, Path.Combine(Binaries!, tool), .. arguments];
        return RunAsync(line[0], line[1..]);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var variables = new Dictionary<string, string> { ["LC_ALL"] = "C" };
        var (exitCode, output, error) = await ProgramRunner.RunAsync(program, arguments, variables);
        if (exitCode != 0) throw new InvalidOperationException($"{program} ended with {exitCode}: {output}{error}");
    }

    private static string? FindBinaries()
    {
        // Debian keeps each major version's tools apart and off the path.
        var debian = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Select(version => Path.Combine(version, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .MaxBy(bin => int.TryParse(Path.GetFileName(Path.GetDirectoryName(bin)), out var major) ? major : 0)
            : null;
        return debian ?? Path.GetDirectoryName(FindProgram("initdb"));
    }

    private static string? FindProgram(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Append("/usr/sbin").Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    private void QuitPostmaster(object? sender, EventArgs e)
    {
        if (_postmaster > 0) Signals.Send(_postmaster, Signals.Quit);
    }

    /// <summary>Stops and removes one's own server; leaves another's alone.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= QuitPostmaster;
        if (_folder is null) return;
        if (_postmaster > 0) await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
