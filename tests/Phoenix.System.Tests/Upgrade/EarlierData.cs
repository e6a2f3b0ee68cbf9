using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using Phoenix.Messages.Serialization;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Upgrade;

/// <summary>The data folder that an earlier release left, and what that release showed of it.</summary>
internal sealed class EarlierData : IDisposable
{
    private static readonly string Fixture =
        Path.Combine(RepositoryPaths.Root, "tests", "Phoenix.System.Tests", "Upgrade", "FirstPipeline");

    private readonly JsonDocument _expected = JsonDocument.Parse(
        File.ReadAllText(Path.Combine(Fixture, "expected.json")));

    private readonly DataFolder _folder = new();

    public EarlierData()
    {
        foreach (var file in Directory.GetFiles(Fixture, "*.db"))
            File.Copy(file, Path.Combine(DataDirectory, Path.GetFileName(file)));
    }

    public string DataDirectory => _folder.Path;
    public string Tenant => Text("tenant");
    public string SigningSecret => Text("signing_secret");
    public string Position => Text("position");
    public IEnumerable<string> EventIds => _expected.RootElement.GetProperty("events").EnumerateArray()
        .Select(id => id.GetString()!);

    /// <summary>Each board with its page, and the page's entries.</summary>
    public IEnumerable<(string Board, JsonElement Page, JsonElement Entries)> Pages =>
        _expected.RootElement.GetProperty("pages").EnumerateObject().Select(board => (
            board.Name, board.Value.GetProperty("page"), board.Value.GetProperty("entries")));

    /// <summary>The key that its secrets were sealed with.</summary>
    public static string SecretsKey => KeyOf("secrets key of the fixture");

    public static string KeyOf(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <summary>How a node opens it.</summary>
    public NodeSettings Settings(string? secretsKey, params string[] previousKeys)
    {
        var variables = new Dictionary<string, string>();
        if (secretsKey is not null) variables["Phoenix__Storage__SecretsKey"] = secretsKey;
        for (var i = 0; i < previousKeys.Length; i++)
            variables[$"Phoenix__Storage__PreviousSecretsKeys__{i}"] = previousKeys[i];
        return new NodeSettings
        {
            DataDirectory = DataDirectory, Environment = "Production", Variables = variables,
        };
    }

    /// <summary>The ids of all events in the log, in order; read while no node has it.</summary>
    public IReadOnlyList<string> ReadEventIds()
    {
        var serializer = new PhoenixSerializer(null!);
        using var connection = new SqliteConnection(
            $"Data Source={Path.Combine(DataDirectory, "journal.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(
            "SELECT message, manifest FROM journal ORDER BY sequence_number", connection);
        using var rows = command.ExecuteReader();
        var ids = new List<string>();
        while (rows.Read())
        {
            if (serializer.FromBinary(rows.GetFieldValue<byte[]>(0), rows.GetString(1)) is EventsAccepted events)
                ids.AddRange(events.Events.Select(e => Encoding.UTF8.GetString(e.EventId)));
        }
        return ids;
    }

    public void Dispose()
    {
        _expected.Dispose();
        _folder.Dispose();
    }

    private string Text(string name) => _expected.RootElement.GetProperty(name).GetString()!;
}
