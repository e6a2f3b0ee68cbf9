using Akka.Actor;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Storage;

/// <summary>A tenant that moves A → B → A while A's process stays up, recovered on C: nothing acknowledged is
/// lost.</summary>
public sealed class ReplayFilterSpecs : IAsyncLifetime
{
    private static readonly TenantId Acme = new("acme");
    private readonly string _directory = Directory.CreateTempSubdirectory("phoenix-replay-").FullName;
    private readonly List<EngineKit> _kits = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var kit in _kits) await kit.DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task Every_row_is_recovered_whichever_process_wrote_it()
    {
        var log = await MoveAsync("");

        Assert.Equal([true, true, true, true], log);
    }

    [Fact]
    public async Task The_plugins_default_filter_would_lose_rows()
    {
        // The reason for the setting; where this fails, the plugin has changed and the setting may be thought over.
        var log = await MoveAsync("akka.persistence.journal.sql.replay-filter.mode = repair-by-discard-old");

        Assert.Contains(false, log);
    }

    /// <summary>Which of the events, in their order, the tenant knows in the end.</summary>
    private async Task<IReadOnlyList<bool>> MoveAsync(string hocon)
    {
        var (a, b) = (Kit(hocon), Kit(hocon));
        await a.CreateTenantAsync(Acme);
        await AcceptAsync(a, "a1");
        await AcceptAsync(b, "b1");
        await AcceptAsync(b, "b2");
        await AcceptAsync(a, "a2");
        return (await Kit(hocon).AskAsync<EventsAcceptedReply>(
            Accept(Acme, Event("a1"), Event("b1"), Event("b2"), Event("a2")))).Duplicates;
    }

    private static async Task AcceptAsync(EngineKit kit, string id)
    {
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, id));
        // It moves away: its entity here stops, the process stays.
        await kit.KillAsync(Acme);
    }

    private EngineKit Kit(string hocon)
    {
        var kit = new EngineKit(directory: _directory, hocon: hocon);
        _kits.Add(kit);
        return kit;
    }
}
