using System.Runtime.CompilerServices;
using LinqToDB.Data;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Tenants;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Tenants;

public sealed class TenantDedupeSpecs
{
    private static readonly TenantId Acme = new("acme");

    [Fact]
    public async Task Forgets_an_id_when_its_window_has_passed_by_the_logs_time()
    {
        await using var kit = await StartAsync(windowSeconds: 10);
        Assert.False(await IsDuplicateAsync(kit, "a"));

        kit.Time.Advance(TimeSpan.FromSeconds(9.999));
        Assert.True(await IsDuplicateAsync(kit, "a"));
        kit.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(await IsDuplicateAsync(kit, "a"));
    }

    [Fact]
    public async Task Holds_what_the_log_has_for_a_whole_window_more_after_a_start()
    {
        await using var kit = await StartAsync(windowSeconds: 10);
        await IsDuplicateAsync(kit, "a");
        kit.Time.Advance(TimeSpan.FromSeconds(9));
        await kit.KillAsync(Acme);
        Assert.True(await IsDuplicateAsync(kit, "a"));

        kit.Time.Advance(TimeSpan.FromSeconds(9.999));
        Assert.True(await IsDuplicateAsync(kit, "a"));
        kit.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.False(await IsDuplicateAsync(kit, "a"));
    }

    [Fact]
    public async Task An_outage_of_any_length_forgets_nothing()
    {
        await using var kit = await StartAsync(windowSeconds: 10);
        await IsDuplicateAsync(kit, "a");
        await kit.KillAsync(Acme);

        kit.Time.Advance(TimeSpan.FromHours(5));

        Assert.True(await IsDuplicateAsync(kit, "a"));
    }

    [Fact]
    public async Task A_longer_window_applies_to_what_is_still_held()
    {
        await using var kit = await StartAsync(windowSeconds: 10);
        await IsDuplicateAsync(kit, "a");

        await kit.AskAsync<TenantReply>(new ChangeTenant(Acme, null, null, 100));

        kit.Time.Advance(TimeSpan.FromSeconds(99));
        Assert.True(await IsDuplicateAsync(kit, "a"));
        kit.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(await IsDuplicateAsync(kit, "a"));
    }

    [Fact]
    public async Task Knows_ids_from_before_its_snapshot_and_reads_none_below_its_floor()
    {
        await using var kit = StartWithSnapshots(new TenantOptions { DedupeWindowSeconds = 100 });
        var reader = new RecordingReader(kit.Journal);
        kit.Journal = reader;
        await kit.CreateTenantAsync(Acme);
        await IsDuplicateAsync(kit, "expired");
        kit.Time.Advance(TimeSpan.FromSeconds(150));
        await IsDuplicateAsync(kit, "held");
        kit.Time.Advance(TimeSpan.FromSeconds(11));
        await IsDuplicateAsync(kit, "at-snapshot");
        await EngineKit.BecomesTrueAsync(() => HasSnapshotAsync(kit, 4), "There is no snapshot at row 4.");
        await IsDuplicateAsync(kit, "behind");

        await kit.KillAsync(Acme);

        Assert.True(await IsDuplicateAsync(kit, "held"));
        Assert.True(await IsDuplicateAsync(kit, "at-snapshot"));
        Assert.True(await IsDuplicateAsync(kit, "behind"));
        Assert.False(await IsDuplicateAsync(kit, "expired"));
        Assert.Equal((3, 4), Assert.Single(reader.Streamed));
        Assert.Equal(6, (await kit.LogAsync(Acme)).Count);
    }

    [Fact]
    public async Task Renewed_ids_stay_known_through_another_start_and_snapshot()
    {
        await using var kit = StartWithSnapshots(new TenantOptions { DedupeWindowSeconds = 100 });
        await kit.CreateTenantAsync(Acme);
        await IsDuplicateAsync(kit, "a");
        kit.Time.Advance(TimeSpan.FromSeconds(90));
        await kit.KillAsync(Acme);
        Assert.True(await IsDuplicateAsync(kit, "a"));

        // Held until 190 now. The snapshot at 150 must reach down to it, though by its own row it was over at 100.
        kit.Time.Advance(TimeSpan.FromSeconds(60));
        await IsDuplicateAsync(kit, "b");
        await EngineKit.BecomesTrueAsync(() => HasSnapshotAsync(kit, 3), "There is no snapshot at row 3.");
        await kit.KillAsync(Acme);

        Assert.True(await IsDuplicateAsync(kit, "a"));
    }

    [Fact]
    public async Task Sheds_what_comes_beyond_the_bound_before_its_ids_are_read()
    {
        await using var kit = StartWithSnapshots(
            new TenantOptions { PendingEventsMax = 3, DedupeWindowSeconds = 10 });
        await kit.CreateTenantAsync(Acme);
        kit.Time.Advance(TimeSpan.FromSeconds(2));
        await EngineKit.BecomesTrueAsync(() => HasSnapshotAsync(kit, 1), "There is no snapshot at row 1.");
        var reader = new SlowReader(kit.Journal);
        kit.Journal = reader;
        await kit.KillAsync(Acme);
        var taken = new List<Task<object>> { kit.AskAsync(Accept(Acme, "a")) };
        taken.Add(kit.AskAsync(Accept(Acme, Event("b"), Event("c"))));

        var shed = Assert.IsType<Refusal>(await kit.AskAsync(Accept(Acme, "d")));
        reader.Release();

        Assert.Equal((ErrorCode.Unavailable, true), (shed.Code, shed.RetryAfterSeconds > 0));
        Assert.All(await Task.WhenAll(taken), r => Assert.IsType<EventsAcceptedReply>(r));
        Assert.Equal([false], (await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "d"))).Duplicates);
    }

    [Fact]
    public async Task Saves_a_snapshot_once_it_spares_the_next_start_a_hundred_rows()
    {
        await using var kit = new EngineKit(new TenantOptions { DedupeWindowSeconds = 10 });
        await kit.CreateTenantAsync(Acme);
        for (var row = 2; row < 100; row++)
        {
            await IsDuplicateAsync(kit, $"e{row}");
            kit.Time.Advance(TimeSpan.FromSeconds(2));
        }

        await IsDuplicateAsync(kit, "e100");

        await EngineKit.BecomesTrueAsync(() => HasSnapshotAsync(kit, 100), "There is no snapshot at row 100.");
        await using var db = kit.Database.OpenJournal();
        Assert.Equal(1, db.Execute<long>("SELECT count(*) FROM snapshot"));
    }

    /// <summary>With retention, which no row here is old enough for, each row is worth a snapshot.</summary>
    private static EngineKit StartWithSnapshots(TenantOptions options) =>
        new(options) { Retention = { LogDays = 3_650 } };

    private static async Task<EngineKit> StartAsync(int windowSeconds)
    {
        var kit = new EngineKit(new TenantOptions { DedupeWindowSeconds = windowSeconds });
        await kit.CreateTenantAsync(Acme);
        return kit;
    }

    private static async Task<bool> IsDuplicateAsync(EngineKit kit, string id) =>
        (await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, id))).Duplicates[0];

    private static async Task<bool> HasSnapshotAsync(EngineKit kit, long position)
    {
        await using var db = kit.Database.OpenJournal();
        return db.Execute<long>(
            $"SELECT count(*) FROM snapshot WHERE persistence_id = '{EntityIds.TenantPersistence(Acme)}' "
                + $"AND sequence_number = {position}") == 1;
    }

    private sealed class RecordingReader(IJournalReader inner) : IJournalReader
    {
        public List<(long From, long To)> Streamed { get; } = [];

        public Task<IReadOnlyList<LogRow>> ReadAsync(
            string persistenceId, long from, long to, int rowsMax, CancellationToken cancellation) =>
            inner.ReadAsync(persistenceId, from, to, rowsMax, cancellation);

        public IAsyncEnumerable<LogRow> StreamAsync(
            string persistenceId, long from, long to, CancellationToken cancellation)
        {
            Streamed.Add((from, to));
            return inner.StreamAsync(persistenceId, from, to, cancellation);
        }

        public Task<ITenantEvent?> FindAsync(string persistenceId, long position, CancellationToken cancellation) =>
            inner.FindAsync(persistenceId, position, cancellation);

        public Task<long?> FindFirstAsync(string persistenceId, CancellationToken cancellation) =>
            inner.FindFirstAsync(persistenceId, cancellation);
    }

    /// <summary>Gives the ids of the window only when it is let.</summary>
    private sealed class SlowReader(IJournalReader inner) : IJournalReader
    {
        private readonly TaskCompletionSource _released = new();

        public void Release() => _released.SetResult();

        public Task<IReadOnlyList<LogRow>> ReadAsync(
            string persistenceId, long from, long to, int rowsMax, CancellationToken cancellation) =>
            inner.ReadAsync(persistenceId, from, to, rowsMax, cancellation);

        public async IAsyncEnumerable<LogRow> StreamAsync(
            string persistenceId, long from, long to, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await _released.Task;
            await foreach (var row in inner.StreamAsync(persistenceId, from, to, cancellation)) yield return row;
        }

        public Task<ITenantEvent?> FindAsync(string persistenceId, long position, CancellationToken cancellation) =>
            inner.FindAsync(persistenceId, position, cancellation);

        public Task<long?> FindFirstAsync(string persistenceId, CancellationToken cancellation) =>
            inner.FindFirstAsync(persistenceId, cancellation);
    }
}
