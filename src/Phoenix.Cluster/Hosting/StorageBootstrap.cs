using Microsoft.Extensions.Logging;
using Phoenix.Cluster.Storage;

namespace Phoenix.Cluster.Hosting;

/// <summary>Makes the database ready before anything uses it.</summary>
public sealed partial class StorageBootstrap(
    IDatabase database, SecretRotation secrets, ClockGuard clock, TimeProvider time, ILogger<StorageBootstrap> log)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <summary>Creates and migrates the tables, and brings secrets under a key that was set or changed. A PostgreSQL
    /// that is still starting is waited for, at most a minute. Then its clock is known, before a tenant
    /// starts.</summary>
    /// <exception cref="StorageException">The store can't be used; the message is for the operator.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        while (true)
        {
            try
            {
                database.Bootstrap();
                break;
            }
            catch (StorageException e) when (database is PostgreSqlDatabase && e.InnerException is not null
                                             && time.GetElapsedTime(started) < Patience)
            {
                log.LogWarning("{Problem}; trying again in {Seconds} s", e.Message, Pause.TotalSeconds);
                await Task.Delay(Pause, time, cancellation);
            }
        }
        clock.Observe(await database.GetNowAsync(cancellation));
        var (resealed, unreadable) = await secrets.RunAsync(cancellation);
        if (resealed > 0) LogResealed(resealed);
        if (unreadable > 0) LogUnreadable(unreadable);
    }

    [LoggerMessage(
        EventId = 2001, Level = LogLevel.Information,
        Message = "{Count} signing secrets were sealed with the present key")]
    private partial void LogResealed(int count);

    [LoggerMessage(
        EventId = 2002, Level = LogLevel.Error,
        Message = "{Count} signing secrets can't be opened: the key that they were sealed with is neither "
            + "Phoenix:Storage:SecretsKey nor among PreviousSecretsKeys. Their tenants get no gamer tokens until it "
            + "is, or until their secrets are rotated")]
    private partial void LogUnreadable(int count);
}
