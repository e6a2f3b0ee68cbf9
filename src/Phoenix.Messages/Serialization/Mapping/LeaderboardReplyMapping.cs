using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>What leaderboards answer to queries, to and from <c>leaderboards.v1.proto</c>.</summary>
internal static class LeaderboardReplyMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of(Manifests.StandingsPage, ToWire, Proto.StandingsPage.Parser, FromWire),
        MessageCodec.Of(Manifests.RankReply, ToWire, Proto.RankReply.Parser, FromWire),
    ];

    internal static Proto.StandingsPage ToWire(StandingsPage page)
    {
        var wire = new Proto.StandingsPage
        {
            LeaderboardId = page.LeaderboardId.Value,
            Window = ToWire(page.Window),
            Total = page.Total,
            Limit = page.Limit,
            Offset = page.Offset,
            Sequence = page.Sequence,
            Position = page.Position,
            AsOfUs = page.AsOfUs,
        };
        WireValues.WriteList(wire.Entries, page.Entries, ToWire);
        return wire;
    }

    internal static StandingsPage FromWire(Proto.StandingsPage wire) => new(
        new LeaderboardId(wire.LeaderboardId),
        FromWire(WireValues.Need(wire.Window)),
        WireValues.ReadList(wire.Entries, FromWire),
        wire.Total,
        wire.Limit,
        wire.Offset,
        wire.Sequence,
        wire.Position,
        wire.AsOfUs);

    private static Proto.WindowView ToWire(WindowView window)
    {
        var wire = new Proto.WindowView { Key = window.Key, Status = (int)window.Status };
        if (window.StartUs is { } startUs) wire.StartUs = startUs;
        if (window.EndUs is { } endUs) wire.EndUs = endUs;
        if (window.PreviousKey is { } key) wire.PreviousKey = key;
        return wire;
    }

    private static WindowView FromWire(Proto.WindowView wire) => new(
        wire.Key,
        wire.HasStartUs ? wire.StartUs : null,
        wire.HasEndUs ? wire.EndUs : null,
        WireValues.ReadEnum<WindowStatus>(wire.Status),
        wire.HasPreviousKey ? wire.PreviousKey : null);

    internal static Proto.StandingsEntry ToWire(StandingsEntry entry) => new()
    {
        Rank = entry.Rank,
        Place = entry.Place,
        UserId = entry.UserId,
        ScoreMillionths = entry.ScoreMillionths,
        EventCount = entry.EventCount,
        UpdatedAtUs = entry.UpdatedAtUs,
    };

    internal static StandingsEntry FromWire(Proto.StandingsEntry wire) =>
        new(wire.Rank, wire.Place, wire.UserId, wire.ScoreMillionths, wire.EventCount, wire.UpdatedAtUs);

    private static Proto.RankReply ToWire(RankReply reply) => new()
    {
        LeaderboardId = reply.LeaderboardId.Value,
        WindowKey = reply.WindowKey,
        UserId = reply.UserId,
        Rank = reply.Rank,
        Place = reply.Place,
        ScoreMillionths = reply.ScoreMillionths,
        Total = reply.Total,
        Position = reply.Position,
    };

    private static RankReply FromWire(Proto.RankReply wire) => new(
        new LeaderboardId(wire.LeaderboardId),
        wire.WindowKey,
        wire.UserId,
        wire.Rank,
        wire.Place,
        wire.ScoreMillionths,
        wire.Total,
        wire.Position);
}
