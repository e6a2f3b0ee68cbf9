using Xunit.Abstractions;

namespace Phoenix.System.Tests.Faults;

/// <summary>Three nodes on PostgreSQL under load while faults befall them: see README.md.</summary>
/// <remarks>A collection of its own: it mostly waits, so the other tests run beside it.</remarks>
[Collection("Faults")]
public sealed class FaultSpecs(ITestOutputHelper output)
{
    [FaultsFact]
    public async Task Nothing_acknowledged_is_lost_or_doubled_and_every_board_and_socket_tells_what_the_log_says()
    {
        var options = FaultOptions.FromEnvironment();
        var logs = options.Folder ?? Directory.CreateTempSubdirectory("phoenix-faults-").FullName;
        Directory.CreateDirectory(logs);
        var journal = Path.Combine(logs, "run.log");
        try
        {
            await new FaultRun(options, logs, Tell).RunAsync();
        }
        catch (Exception e)
        {
            Tell(e.ToString());
            Assert.Fail($"PHOENIX_FAULTS_SEED={options.Seed} (logs of run and nodes: {logs}): {e}");
        }
        if (options.Folder is null) Directory.Delete(logs, recursive: true);

        void Tell(string line)
        {
            output.WriteLine(line);
            File.AppendAllText(journal, line + "\n");
        }
    }
}
