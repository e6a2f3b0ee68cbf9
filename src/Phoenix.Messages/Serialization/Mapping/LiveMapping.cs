using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>What hubs and leaderboards say to each other about live views, to and from <c>live.v1.proto</c>.</summary>
internal static class LiveMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of(Manifests.WatchStandings, ToWire, Proto.WatchStandings.Parser, FromWire),
        MessageCodec.Of(Manifests.StandingsChanged, ToWire, Proto.StandingsChanged.Parser, FromWire),
        MessageCodec.Of(Manifests.StandingsNotShown, ToWire, Proto.StandingsNotShown.Parser, FromWire),
        MessageCodec.Of(Manifests.StandingsMoved, ToWire, Proto.StandingsMoved.Parser, FromWire),
        MessageCodec.Of(Manifests.StandingsRefused, ToWire, Proto.StandingsRefused.Parser, FromWire),
    ];

    private static Proto.LiveView ToWire(LiveView view)
    {
        var wire = new Proto.LiveView
        {
            Page = view.Page, PageSize = view.PageSize, Filter = (int)view.Filter, TopN = view.TopN,
        };
        if (view.WindowKey is { } key) wire.WindowKey = key;
        wire.UserIds.AddRange(view.UserIds);
        return wire;
    }

    private static LiveView FromWire(Proto.LiveView wire) => new(
        wire.HasWindowKey ? wire.WindowKey : null, wire.Page, wire.PageSize,
        WireValues.ReadEnum<LiveFilter>(wire.Filter), wire.TopN, [.. wire.UserIds]);

    private static Proto.WatchStandings ToWire(WatchStandings command)
    {
        var wire = new Proto.WatchStandings
        {
            TenantId = command.TenantId.Value,
            LeaderboardId = command.LeaderboardId.Value,
            Session = command.Session,
            Round = command.Round,
            IsWhole = command.IsWhole,
        };
        WireValues.WriteList(wire.Views, command.Views, ToWire);
        return wire;
    }

    private static WatchStandings FromWire(Proto.WatchStandings wire) => new(
        new TenantId(wire.TenantId), new LeaderboardId(wire.LeaderboardId), wire.Session, wire.Round, wire.IsWhole,
        WireValues.ReadList(wire.Views, FromWire));

    private static Proto.WatchedView ToWire(WatchedView watched) =>
        new() { ViewId = watched.ViewId, View = ToWire(watched.View), IsAfresh = watched.IsAfresh };

    private static WatchedView FromWire(Proto.WatchedView wire) =>
        new(wire.ViewId, FromWire(WireValues.Need(wire.View)), wire.IsAfresh);

    private static Proto.StandingsChanged ToWire(StandingsChanged frame)
    {
        var wire = new Proto.StandingsChanged
        {
            Session = frame.Session,
            Number = frame.Number,
            ViewId = frame.ViewId,
            IsSnapshot = frame.IsSnapshot,
            WindowKey = frame.WindowKey,
            Sequence = frame.Sequence,
            Total = frame.Total,
        };
        WireValues.WriteList(wire.Entries, frame.Entries, LeaderboardReplyMapping.ToWire);
        wire.RemovedUserIds.AddRange(frame.RemovedUserIds);
        return wire;
    }

    private static StandingsChanged FromWire(Proto.StandingsChanged wire) => new(
        wire.Session, wire.Number, wire.ViewId, wire.IsSnapshot, wire.WindowKey, wire.Sequence, wire.Total,
        WireValues.ReadList(wire.Entries, LeaderboardReplyMapping.FromWire), [.. wire.RemovedUserIds]);

    private static Proto.StandingsNotShown ToWire(StandingsNotShown frame) => new()
    {
        Session = frame.Session, Number = frame.Number, ViewId = frame.ViewId,
        Refusal = RefusalMapping.ToWire(frame.Refusal),
    };

    private static StandingsNotShown FromWire(Proto.StandingsNotShown wire) =>
        new(wire.Session, wire.Number, wire.ViewId, RefusalMapping.FromWire(WireValues.Need(wire.Refusal)));

    private static Proto.StandingsMoved ToWire(StandingsMoved frame)
    {
        var wire = new Proto.StandingsMoved
        {
            Session = frame.Session, Number = frame.Number, Position = frame.Position, AsOfUs = frame.AsOfUs,
        };
        WireValues.WriteList(wire.Windows, frame.Windows, ToWire);
        return wire;
    }

    private static StandingsMoved FromWire(Proto.StandingsMoved wire) => new(
        wire.Session, wire.Number, wire.Position, wire.AsOfUs, WireValues.ReadList(wire.Windows, FromWire));

    private static Proto.WindowSequence ToWire(WindowSequence window) =>
        new() { WindowKey = window.WindowKey, Sequence = window.Sequence };

    private static WindowSequence FromWire(Proto.WindowSequence wire) => new(wire.WindowKey, wire.Sequence);

    private static Proto.StandingsRefused ToWire(StandingsRefused frame) =>
        new() { Session = frame.Session, Refusal = RefusalMapping.ToWire(frame.Refusal) };

    private static StandingsRefused FromWire(Proto.StandingsRefused wire) =>
        new(wire.Session, RefusalMapping.FromWire(WireValues.Need(wire.Refusal)));
}
