using LinqToDB.Data;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Tests.Domain.Leaderboards;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Leaderboards;

/// <summary>A base in chunks, and what an incarnation that ends in the middle of one leaves behind.</summary>
public sealed class CheckpointsSpecs : IAsyncLifetime
{
    private static readonly LeaderboardId Id = new("b");

    private readonly EngineKit _kit = new();
    private readonly BoardRig _rig = new BoardRig().Define(Config(TimeframeType.Hourly));

    public Task InitializeAsync()
    {
        for (var i = 0; i < 20; i++) Score(i);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _kit.DisposeAsync();

    [Fact]
    public async Task Nothing_stands_before_the_base_is_whole_and_all_of_it_then()
    {
        var checkpoints = await OpenAsync();
        for (var i = 0; i < 4; i++)
        {
            Assert.True((await ReadAsync()).IsEmpty);
            await WriteAsync(checkpoints, isDue: false);
            Score(i);
        }
        while (checkpoints.IsBaseBegun) await WriteAsync(checkpoints, isDue: false);

        await AssertStoredAsync();
        Assert.Equal(_rig.Board.Position, checkpoints.Position);
    }

    [Fact]
    public async Task A_base_that_was_interrupted_is_begun_anew_and_the_old_one_serves_meanwhile()
    {
        var first = await OpenAsync();
        while (first.Position < 0 || first.IsBaseBegun) await WriteAsync(first, isDue: true);
        // Deltas outweigh the base: another is begun, with deltas between its chunks, and never ended.
        var old = await OpenAsync(deltaBytesMin: 0);
        for (var i = 0; i < 40 && !old.IsBaseBegun; i++)
        {
            Score(i);
            await WriteAsync(old, isDue: true);
        }
        Assert.True(old.IsBaseBegun);
        Score(1);
        await WriteAsync(old, isDue: true);
        await AssertStoredAsync();
        Score(2);

        var next = await OpenAsync(deltaBytesMin: 0);
        Assert.False(await old.WriteAsync(_rig.Board, true, default));
        for (var i = 0; i < 40 && (i < 2 || next.IsBaseBegun); i++)
        {
            await WriteAsync(next, isDue: i == 0);
            Score(i);
        }
        Score(3);
        await WriteAsync(next, isDue: true);

        await AssertStoredAsync();
        await using var check = _kit.Database.OpenStandings();
        Assert.Equal(1, check.Execute<int>("SELECT count(DISTINCT base) FROM checkpoint_chunk"));
    }

    private void Score(int user) => _rig.Score($"u{user}", user + 1, TimeSpan.Zero, TimeSpan.Zero);

    private async Task<Checkpoints> OpenAsync(long deltaBytesMin = 256 * 1024) => new(
        _kit.BoardStore, _kit.Codec, await _kit.BoardStore.OpenAsync(BoardRig.Acme, Id, default))
    {
        PieceMembers = 3, DeltaBytesMin = deltaBytesMin,
    };

    private async Task WriteAsync(Checkpoints checkpoints, bool isDue)
    {
        Assert.True(await checkpoints.WriteAsync(_rig.Board, isDue, default));
        checkpoints.OnWritten();
    }

    private async Task<StoredGeneration> ReadAsync()
    {
        var owner = new BoardOwner(BoardRig.Acme, Id, 0);
        return await _kit.BoardStore.ReadAsync(owner, 1, default);
    }

    /// <summary>What is stored is the board as it stands.</summary>
    private async Task AssertStoredAsync()
    {
        var restored = new Board(0);
        var stored = await ReadAsync();
        BaseReader.Read(restored, stored.Chunks, _kit.Codec.Decode);
        foreach (var checkpoint in stored.Checkpoints)
            BoardCheckpoint.Read(restored, checkpoint.Payload, _kit.Codec.Decode);
        var query = Standings(BoardRig.Acme, "b", "2026-03-01T12");
        var (expected, actual) = (
            (StandingsPage)BoardReader.Answer(_rig.Board, query), (StandingsPage)BoardReader.Answer(restored, query));
        Assert.Equal(expected.Entries, actual.Entries);
        Assert.Equal(expected with { Entries = [] }, actual with { Entries = [] });
    }
}
