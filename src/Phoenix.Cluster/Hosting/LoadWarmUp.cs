using System.Text;
using Phoenix.Cluster.Domain.Dedupe;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Cluster.Leaderboards;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Hosting;

/// <summary>
/// Loads a small board and a few ids of nobody's again and again, so that the runtime has compiled that code before
/// somebody waits for it. After a restart the first tenants and boards are asked for at once, and a million members
/// take twice as long by code that was never run.
/// </summary>
/// <remarks>It writes nothing. Fails: a store that can't be read is readiness's matter.</remarks>
internal static class LoadWarmUp
{
    private const int Members = 400;
    private const int PieceMembers = 40;
    private const int Scores = 40;

    /// <summary>Stands for the definition's bytes, which nobody decodes.</summary>
    private static readonly byte[] Named = [0];

    // What was called often is compiled anew, twice, and the runtime begins with that when little else is new to it.
    private const int Loads = 40;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private static readonly LeaderboardDefinition Definition = new(
        new TenantId("warm-up"), new LeaderboardId("warm-up"), "", "", LeaderboardStatus.Active, 1,
        LeaderboardDefinition.CurrentRulesVersion, 1, 1, 0, 0,
        new LeaderboardConfig(
            [], TimeframeConfig.Of(TimeframeType.AllTime), new ScoringConfig([], Aggregation.Sum),
            RankingConfig.Default));

    private static readonly GetStandings Question = new(
        Definition.TenantId, Definition.LeaderboardId, new StandingsScope(null, 1, 0), 0, 100);

    /// <summary>Takes some three seconds, and a tenth of a core meanwhile.</summary>
    public static async Task RunAsync(LeaderboardServices services)
    {
        var ids = Enumerable.Range(0, Members).Select(i => Encoding.UTF8.GetBytes($"warm-up-{i}")).ToList();
        var board = Board.Anew(0, Definition, TenantStatus.Active);
        var whole = WriteBase(board, ids);
        var changes = WriteChanges(board, ids);
        var looking = LookUpAsync(services);
        for (var load = 0; load < Loads; load++)
        {
            LoadBoard(whole, changes);
            LoadIds(ids);
            await Task.Delay(Pause);
        }
        await looking;
    }

    /// <summary>The store's questions of a load; nothing is found.</summary>
    private static async Task LookUpAsync(LeaderboardServices services)
    {
        var owner = new BoardOwner(Definition.TenantId, Definition.LeaderboardId, 0);
        services.Codec.Decode(services.Codec.Encode(Definition));
        await services.Registry.FindLeaderboardAsync(owner.TenantId, owner.LeaderboardId, default);
        await services.Boards.ReadAsync(owner, BoardStore.FirstGeneration, default);
        await services.History.ReadAsync(owner, BoardStore.FirstGeneration, default);
        await services.Journal.FindAsync(EntityIds.TenantPersistence(owner.TenantId), 1, default);
    }

    private static void LoadBoard(List<byte[]> whole, byte[] changes)
    {
        var board = new Board(0);
        BaseReader.Read(board, whole, _ => Definition);
        BoardCheckpoint.Read(board, changes, _ => Definition);
        board.Order();
        BoardReader.Answer(board, Question);
    }

    private static void LoadIds(List<byte[]> ids)
    {
        var (hash, window) = (new DedupeHash(0, 0), new DedupeWindow(1));
        foreach (var id in ids) window.TryAdd(hash.Of(id), 1, 1);
    }

    private static List<byte[]> WriteBase(Board board, List<byte[]> ids)
    {
        Apply(board, ids);
        board.Order();
        BoardCheckpoint.Write(board, whole: true, Named);
        var (whole, pieces) = (new BasePieces(board), new List<byte[]>());
        while (!whole.IsComplete) pieces.Add(whole.Take(board, Named, PieceMembers));
        return pieces;
    }

    private static byte[] WriteChanges(Board board, List<byte[]> ids)
    {
        Apply(board, ids[..PieceMembers]);
        return BoardCheckpoint.Write(board, whole: false, Named);
    }

    /// <summary>One row of the log. Many have the same score and time, so that ids decide, too.</summary>
    private static void Apply(Board board, List<byte[]> ids)
    {
        var position = board.Position + 1;
        var entries = ids.Select((id, i) => new ScoredEntry(id, i % Scores, position)).ToList();
        board.TryApply(new ApplyRows(
            Definition.TenantId, Definition.LeaderboardId, position, position, position, 1,
            [new RowSection(position, position, 1, entries)]));
    }
}
