using Npgsql;

namespace Phoenix.TestSupport.Nodes;

/// <summary>What may befall one's own server while nodes work on it.</summary>
public sealed partial class PostgresServer
{
    /// <summary>An orderly restart: whoever is connected is told so.</summary>
    public async Task RestartAsync()
    {
        await RunAsPostgresAsync("pg_ctl", "-D", $"{_folder}/data", "-m", "fast", "-w", "stop");
        await StartAgainAsync();
    }

    /// <summary>SIGKILL to the postmaster and all its children; it is down until it is started again.</summary>
    public async Task CrashAsync()
    {
        var processes = Stopped();
        _postmaster = 0;
        foreach (var process in processes) Signals.Send(process, Signals.Kill);
        await Condition.BecomesTrueAsync(
            () => Task.FromResult(!processes.Any(process => ProcStat.Of(process) is { State: not 'Z' })),
            () => "The killed PostgreSQL did not end.");
    }

    /// <summary>SIGSTOP to all its processes: connections stay, and nothing answers.</summary>
    public void Freeze() => Stopped();

    /// <summary>SIGCONT to all of them.</summary>
    public void Thaw()
    {
        foreach (var process in Processes()) Signals.Send(process, Signals.Continue);
    }

    /// <summary>Ends every connection to the database but the one that asks for it.</summary>
    public static async Task TerminateConnectionsAsync(string database)
    {
        await using var connection = new NpgsqlConnection(database + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
            + "WHERE datname = current_database() AND pid <> pg_backend_pid()",
            connection);
        await command.ExecuteScalarAsync();
    }

    /// <summary>All its processes. The postmaster is stopped first, so that it makes no further ones.</summary>
    private IReadOnlyList<int> Stopped()
    {
        Signals.Send(_postmaster, Signals.Stop);
        var processes = Processes();
        foreach (var process in processes) Signals.Send(process, Signals.Stop);
        return processes;
    }

    private int[] Processes() =>
        [_postmaster, .. Directory.GetDirectories("/proc").Select(Path.GetFileName)
            .Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!))
            .Where(process => ProcStat.Of(process)?.Parent == _postmaster)];
}
