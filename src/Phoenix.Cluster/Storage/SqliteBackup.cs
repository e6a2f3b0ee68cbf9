using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Phoenix.Cluster.Storage;

/// <summary>What a backup holds.</summary>
/// <param name="Rows">Rows of all tenants' logs.</param>
public sealed record BackupSummary(string Directory, long Bytes, long Tenants, long Rows);

/// <summary>Copies a SQLite node's two files while it runs, and makes sure that the copy can be used.</summary>
/// <remarks>
/// SQLite's own backup gives each file as it stands at one moment; writers go on meanwhile. The standings come first:
/// then every checkpoint in the copy stands on a row that the copied log has, and what the log has beyond it is scored
/// when a node opens the copy. A copy is written under another name, checked, brought to the disk and only then given
/// its own: what is there under its name is whole.
/// </remarks>
public static class SqliteBackup
{
    private const string Unfinished = ".unfinished";

    /// <summary>Copies the files of <paramref name="source"/> into <paramref name="target"/>, made where it is
    /// missing.</summary>
    /// <exception cref="StorageException">There is nothing to copy, something is there already, or the copy is damaged;
    /// the message says which. Nothing is left behind then.</exception>
    public static BackupSummary Run(string source, string target)
    {
        (source, target) = (Path.GetFullPath(source), Path.GetFullPath(target));
        foreach (var file in SqliteDatabase.Files)
        {
            if (!File.Exists(Path.Combine(source, file)))
                throw new StorageException($"there is no '{file}' in '{source}': it is no data folder of a node");
        }
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new StorageException($"'{target}' is not empty: a backup is never written over another");
        try
        {
            Directory.CreateDirectory(target);
            foreach (var file in SqliteDatabase.Files) Copy(Path.Combine(source, file), Path.Combine(target, file));
            foreach (var file in SqliteDatabase.Files)
                File.Move(Path.Combine(target, file + Unfinished), Path.Combine(target, file));
            return Summarize(target);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new StorageException($"the backup to '{target}' failed: {e.Message}", e);
        }
        finally
        {
            foreach (var file in SqliteDatabase.Files) File.Delete(Path.Combine(target, file + Unfinished));
        }
    }

    private static void Copy(string from, string to)
    {
        to += Unfinished;
        using (var source = Open(from, SqliteOpenMode.ReadWrite))
        using (var copy = Open(to, SqliteOpenMode.ReadWriteCreate))
        {
            source.BackupDatabase(copy);
            // One file without companions: easy to carry away, and nothing of it can be forgotten.
            Scalar(copy, "PRAGMA journal_mode=DELETE");
            if (Scalar(copy, "PRAGMA integrity_check") is not "ok")
                throw new StorageException($"the copy of '{from}' is damaged: 'PRAGMA integrity_check' tells how");
        }
        using var handle = File.OpenHandle(to, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    private static BackupSummary Summarize(string target)
    {
        var files = SqliteDatabase.Files.Select(file => new FileInfo(Path.Combine(target, file)));
        using var journal = Open(Path.Combine(target, SqliteDatabase.JournalFile), SqliteOpenMode.ReadOnly);
        var rows = Convert.ToInt64(Scalar(journal, "SELECT count(*) FROM journal"), CultureInfo.InvariantCulture);
        var tenants = Convert.ToInt64(
            Scalar(journal, "SELECT count(DISTINCT persistence_id) FROM journal"), CultureInfo.InvariantCulture);
        return new BackupSummary(target, files.Sum(file => file.Length), tenants, rows);
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        // Pooled connections would keep the files open, and a copy must be a file like any other when this ends.
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file, Mode = mode, Pooling = false, DefaultTimeout = 30,
        }.ToString());
        connection.Open();
        return connection;
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
