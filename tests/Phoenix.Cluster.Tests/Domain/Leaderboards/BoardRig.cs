using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Domain.Leaderboards;

/// <summary>A board with a log that tests write row by row.</summary>
internal sealed class BoardRig
{
    public static readonly DateTimeOffset Noon = EngineKit.Start;
    public static readonly TenantId Acme = new("acme");
    private int _version;

    public Board Board { get; set; } = new(1);

    /// <summary>The log so far, one message a row.</summary>
    public List<ApplyRows> Log { get; } = [];

    public BoardRig Define(LeaderboardConfig config, TimeSpan after = default, int openWindowsMax = 2_000) => Append(
        after, position => new RowSection(
            position, At(after), ++_version, [],
            Definition(Acme, "b", config, 2, _version, openWindowsMax: openWindowsMax)));

    /// <param name="after">When it is accepted, from noon.</param>
    /// <param name="occurred">When it occurred, from noon.</param>
    public BoardRig Score(string user, double points, TimeSpan occurred, TimeSpan after) => Append(
        after, position => new RowSection(position, At(after), _version, [Entry(user, points, Noon + occurred)]));

    /// <summary>A row without anything for the board.</summary>
    public BoardRig Move(TimeSpan after) => Append(after, _ => null);

    /// <summary>A window as text: members with their scores in their order, and whether it is closed.</summary>
    public string? Window(string key)
    {
        var window = Board.Windows.SingleOrDefault(w => w.Bounds.Key == key);
        if (window is null) return null;
        var page = (StandingsPage)BoardReader.Answer(Board, Standings(Acme, "b", key));
        return string.Join(' ', page.Entries.Select(e => $"{e.Rank}:{e.UserId}={e.ScoreMillionths / 1_000_000}"))
            + (window.IsClosed ? " closed" : "");
    }

    public static long At(TimeSpan after) => Us(Noon + after);

    private BoardRig Append(TimeSpan after, Func<long, RowSection?> section)
    {
        var position = 2 + Log.Count;
        var rows = new ApplyRows(
            Acme, new LeaderboardId("b"), position, position, At(after), (ulong)position,
            section(position) is { } s ? [s] : []);
        Log.Add(rows);
        Assert.True(Board.TryApply(rows));
        return this;
    }
}
