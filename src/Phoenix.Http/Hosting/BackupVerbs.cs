using System.Globalization;
using Microsoft.Extensions.Options;
using Phoenix.Cluster.Storage;
using Phoenix.Http.CommandLine;

namespace Phoenix.Http.Hosting;

/// <summary><c>ops backup</c>: copies this machine's SQLite data folder while its node runs.</summary>
/// <remarks>It asks no node: it reads the node's configuration, and its files as SQLite's own backup does.</remarks>
internal static class BackupVerbs
{
    private static readonly VerbOption From = new(
        "--from", "DIRECTORY", "The data folder; without it that of Phoenix:Storage:Directory, as a node reads it.");

    public static IReadOnlyList<Verb> All { get; } =
    [
        new(
            "backup", "DIRECTORY", "Copies a SQLite node's data, while it runs, into a new folder.", [From],
            BackupAsync)
        {
            AsksNode = false,
        },
    ];

    private static async Task<int> BackupAsync(VerbContext context)
    {
        try
        {
            var source = context.Arguments.Text(From.Name) ?? ConfiguredDirectory(context);
            var copy = SqliteBackup.Run(source, context.Operands[0]);
            await context.Output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{copy.Directory}: {copy.Tenants} tenants, {copy.Rows} rows of log, {copy.Bytes:N0} bytes; checked"));
            return OpsCommand.ExitOk;
        }
        catch (Exception e) when (e is StorageException or OptionsValidationException)
        {
            throw new OpsException(e.Message);
        }
    }

    private static string ConfiguredDirectory(VerbContext context)
    {
        var configuration = new ConfigurationBuilder()
            .SetBasePath(AppContext.BaseDirectory).AddJsonFile("appsettings.json", optional: true)
            .AddInMemoryCollection(Variables(context)).Build();
        var options = new StorageOptions();
        EngineSettings.ReadStorage(options, configuration);
        return options.Provider == StorageProvider.Sqlite
            ? options.Directory
            : throw new OpsException(
                "Phoenix:Storage:Provider is PostgreSql: back it up with pg_dump (docs/operations.md tells how)");
    }

    private static Dictionary<string, string?> Variables(VerbContext context) =>
        new[] { "Provider", "Directory", "ConnectionString", "SecretsKey" }.ToDictionary(
            key => $"{StorageOptions.Section}:{key}",
            key => context.Environment($"{StorageOptions.Section}:{key}".Replace(":", "__", StringComparison.Ordinal)))
            .Where(pair => pair.Value is not null).ToDictionary();
}
