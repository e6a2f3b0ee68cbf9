using Microsoft.Extensions.Logging;
using Phoenix.Cluster.Storage;

namespace Phoenix.Cluster.Hosting;

/// <summary>Makes the database ready before anything uses it.</summary>
public sealed class StorageBootstrap(IDatabase database, TimeProvider time, ILogger<StorageBootstrap> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Creates and migrates the tables. A PostgreSQL that is still starting is waited for, at most a
    /// minute.</summary>
    /// <exception cref="StorageException">The store can't be used; the message is for the operator.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                database.Bootstrap();
                return;
            }
            catch (StorageException e) when (database is PostgreSqlDatabase && e.InnerException is not null
                                             && time.GetElapsedTime(started) < Patience)
            {
                log.LogWarning("{Problem}; trying again in {Seconds} s", e.Message, Pause.TotalSeconds);
                await Task.Delay(Pause, time, cancellation);
            }
        }
    }
}
