using Akka.Actor;
using Akka.Streams;
using Akka.Streams.Dsl;
using Akka.TestKit;
using Microsoft.Extensions.Time.Testing;
using Phoenix.Http.Live;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Tests.Live;

/// <summary>A hub between sockets and a board that the test plays.</summary>
public sealed class LiveHubSpecs : Akka.TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TenantId Tenant = new("acme");
    private static readonly LeaderboardId Board = new("b");
    private static readonly LiveView Page = new(null, 1, 10, LiveFilter.None, 0, []);
    private static readonly LiveView Around = Page with { Filter = LiveFilter.Around, UserIds = ["a"] };

    private readonly FakeTimeProvider _time = new();
    private readonly ActorMaterializer _materializer;
    private readonly TestProbe _region;
    private readonly TestProbe _entity;
    private readonly TestProbe _parent;
    private readonly IActorRef _hub;
    private long _session;
    private long _number;

    public LiveHubSpecs()
    {
        (_region, _entity, _parent) = (CreateTestProbe(), CreateTestProbe(), CreateTestProbe());
        _materializer = ActorMaterializer.Create(
            Sys, ActorMaterializerSettings.Create(Sys).WithInputBuffer(1, 1));
        _hub = _parent.ChildActorOf(LiveHub.Props(Tenant, Board, _region.Ref, _materializer, _time));
    }

    [Fact]
    public async Task Tells_the_board_what_is_watched_and_shows_nothing_before_it_counts()
    {
        var attachment = Attach(Page);
        var watch = await WatchAsync(isNewSession: true);
        Assert.Equal((Tenant, Board, false, Page), (
            watch.TenantId, watch.LeaderboardId, watch.IsWhole, watch.Views.Single().View));

        Snapshot(1, 5, Row("a", 1));
        await BarrierAsync();
        Assert.False(attachment.IsAnswered);
        Moved(5);

        Assert.Null(await attachment.Answered);
        Assert.Equal(("5 5: a1", 1), (Of(attachment.Frame!), attachment.Feed!.Listening.Count));
    }

    [Fact]
    public async Task Sockets_of_one_view_share_its_bytes()
    {
        var first = await AttachedAsync();
        var second = await AnsweredAsync(Attach(Page));
        Assert.Same(first.Feed, second.Feed);
        Assert.Same(first.Frame!.Snapshot, second.Frame!.Snapshot);
    }

    [Fact]
    public async Task What_changes_is_broadcast_with_its_difference()
    {
        var attachment = await AttachedAsync();
        var frames = Listen(attachment);
        Update(6, [Row("b", 1), Row("a", 2)]);
        Moved(6);

        var frame = await NextAsync(frames);

        Assert.Equal((attachment.Frame!.Number + 1, "6 6: b1 a2"), (frame.Number, Of(frame)));
        var update = frame.UpdateFrom(attachment.Frame.Number)!;
        Assert.Contains("\"type\":\"update\"", System.Text.Encoding.UTF8.GetString(update));
    }

    [Fact]
    public async Task What_comes_while_the_broadcast_is_busy_becomes_one_frame()
    {
        const int Updates = 50;
        var attachment = await AttachedAsync();
        var frames = Listen(attachment);
        for (var i = 1; i <= Updates; i++)
        {
            Update(5 + i, [Row("a", 1, score: i)]);
            Moved(5 + i);
        }
        await BarrierAsync();

        var taken = new List<ViewFrame>();
        do taken.Add(await NextAsync(frames));
        while (taken[^1].State.Sequence < 5 + Updates);

        Assert.InRange(taken.Count, 1, 10);
        var number = attachment.Frame!.Number;
        foreach (var frame in taken)
        {
            Assert.NotNull(frame.UpdateFrom(number));
            Assert.Null(frame.UpdateFrom(number - 1));
            number = frame.Number;
        }
    }

    [Fact]
    public async Task A_page_that_did_not_change_moves_on_with_its_window()
    {
        var attachment = await AttachedAsync();
        Moved(9, sequence: 8);
        await BarrierAsync();
        Assert.Equal(("8 9: a1", attachment.Frame!.Number), (
            Of(attachment.Feed!.Visible!), attachment.Feed.Visible!.Number));
    }

    [Fact]
    public async Task A_view_of_single_users_is_asked_for_afresh_where_the_socket_has_seen_more()
    {
        var first = Attach(Around);
        await WatchAsync(isNewSession: true);
        Snapshot(1, 5, Row("a", 1));
        Moved(5);
        await AnsweredAsync(first);
        Moved(9, sequence: 8);

        var second = Attach(Around, minPosition: 9);
        Assert.True((await WatchAsync()).Views.Single().IsAfresh);
        Assert.False(second.IsAnswered);
        Snapshot(1, 8, Row("a", 4));
        Moved(9, sequence: 8);

        Assert.Equal("8 9: a4", Of((await AnsweredAsync(second)).Frame!));
    }

    [Fact]
    public async Task A_lost_message_makes_it_watch_anew()
    {
        var feed = (await AttachedAsync()).Feed!;
        _time.Advance(TimeSpan.FromSeconds(1));
        _number++;
        Moved(6);
        var watch = await WatchAsync(isNewSession: true);
        Assert.Equal((true, Page), (watch.IsWhole, watch.Views.Single().View));

        // Until it is sent whole again, nothing that holds for all pages holds for this one.
        Moved(7, sequence: 7);
        await BarrierAsync();
        Assert.Equal("5 5: a1", Of(feed.Visible!));
        Snapshot(1, 7, Row("b", 1));
        Moved(7, sequence: 7);
        await BarrierAsync();
        Assert.Equal("7 7: b1", Of(feed.Visible!));
    }

    [Fact]
    public async Task The_end_of_the_boards_entity_makes_it_watch_anew_and_equal_rows_are_not_sent_again()
    {
        var feed = (await AttachedAsync()).Feed!;
        var number = feed.Visible!.Number;
        _time.Advance(TimeSpan.FromSeconds(1));

        Sys.Stop(_entity.Ref);

        var watch = await WatchAsync(isNewSession: true);
        Assert.True(watch.IsWhole);
        _hub.Tell(new StandingsChanged(_session, 1, 1, true, "all", 5, 1, [Row("a", 1)], []), _parent.Ref);
        _hub.Tell(new StandingsMoved(_session, 2, 5, 0, [new WindowSequence("all", 5)]), _parent.Ref);
        await BarrierAsync();
        Assert.Equal(number, feed.Visible!.Number);
    }

    [Fact]
    public async Task An_incarnation_that_stands_before_what_was_shown_is_not_shown()
    {
        var feed = (await AttachedAsync()).Feed!;
        _time.Advance(TimeSpan.FromSeconds(1));
        Update(4, [Row("a", 1, score: 77)]);
        Moved(4);
        await WatchAsync(isNewSession: true);
        Assert.Equal("5 5: a1", Of(feed.Visible!));
    }

    [Fact]
    public async Task A_window_that_is_not_there_is_refused_and_one_that_will_be_is_waited_for()
    {
        var named = Attach(Page with { WindowKey = "2025-W01" });
        var current = Attach(Page with { WindowKey = "current" });
        await WatchAsync(isNewSession: true);
        await WatchAsync();
        foreach (var view in new[] { 1, 2 })
        {
            _hub.Tell(
                new StandingsNotShown(_session, ++_number, view, new Refusal(ErrorCode.NotFound, "No.")), _entity.Ref);
        }
        Moved(5);

        Assert.Equal(ErrorCode.NotFound, (await named.Answered)!.Code);
        Assert.NotNull((await AnsweredAsync(current)).Frame!.State.Refusal);
    }

    [Fact]
    public async Task A_suspended_tenants_sockets_are_closed_and_who_waits_is_refused()
    {
        var listener = new Listener();
        var attachment = Attach(Page, listener: listener);
        await WatchAsync(isNewSession: true);
        Snapshot(1, 5);
        Moved(5);
        await AnsweredAsync(attachment);
        var waiting = Attach(Around);
        await WatchAsync();

        _hub.Tell(new StandingsRefused(_session, new Refusal(ErrorCode.Forbidden, "No.")), _entity.Ref);

        Assert.Equal(ErrorCode.Forbidden, (await waiting.Answered)!.Code);
        Assert.Equal(4403, await listener.Closed.Task);
    }

    [Fact]
    public async Task It_renews_what_is_watched_and_ends_with_the_last_socket()
    {
        var attachment = await AttachedAsync();
        var renewal = await WatchAsync();
        Assert.Equal((true, 1), (renewal.IsWhole, renewal.Views.Count));

        attachment.Detach();
        await BarrierAsync();
        _time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal(1, (await _parent.ExpectMsgAsync<LiveHub.Idle>(Patience)).Attaches);
    }

    private LiveAttachment Attach(LiveView view, long minPosition = 0, ILiveListener? listener = null)
    {
        var attachment = new LiveAttachment(
            Tenant, Board, view, minPosition, isOneOff: false, listener ?? new Listener());
        _hub.Tell(attachment);
        return attachment;
    }

    private async Task<LiveAttachment> AttachedAsync()
    {
        var attachment = Attach(Page);
        await WatchAsync(isNewSession: true);
        Snapshot(1, 5, Row("a", 1));
        Moved(5);
        return await AnsweredAsync(attachment);
    }

    private static async Task<LiveAttachment> AnsweredAsync(LiveAttachment attachment)
    {
        Assert.Null(await attachment.Answered);
        return attachment;
    }

    /// <summary>The hub has handled all that it was told.</summary>
    private async Task BarrierAsync() => await _hub.Ask<ActorIdentity>(new Identify(1), Patience);

    private async Task<WatchStandings> WatchAsync(bool isNewSession = false)
    {
        var watch = isNewSession
            ? await _region.FishForMessageAsync<WatchStandings>(w => w.Session != _session, Patience)
            : await _region.ExpectMsgAsync<WatchStandings>(Patience);
        if (isNewSession) (_session, _number) = (watch.Session, 0);
        return watch;
    }

    private void Snapshot(int viewId, long sequence, params StandingsEntry[] rows) => _hub.Tell(
        new StandingsChanged(_session, ++_number, viewId, true, "all", sequence, rows.Length, rows, []), _entity.Ref);

    private void Update(long sequence, StandingsEntry[] rows) => _hub.Tell(
        new StandingsChanged(_session, ++_number, 1, false, "all", sequence, 9, rows, []), _entity.Ref);

    private void Moved(long position, long? sequence = null) => _hub.Tell(
        new StandingsMoved(_session, ++_number, position, 0, [new WindowSequence("all", sequence ?? position)]),
        _entity.Ref);

    private ISinkQueue<ViewFrame> Listen(LiveAttachment attachment) =>
        attachment.Feed!.Source!.RunWith(Sink.Queue<ViewFrame>(), _materializer);

    /// <summary>The next frame that the socket has not had.</summary>
    private static async Task<ViewFrame> NextAsync(ISinkQueue<ViewFrame> frames)
    {
        while (true)
        {
            var frame = (await frames.PullAsync().WaitAsync(Patience)).Value;
            if (frame.Number > 1) return frame;
        }
    }

    private static StandingsEntry Row(string user, long place, long score = 0) => new(place, place, user, score, 1, 0);

    private static string Of(ViewFrame frame) =>
        $"{frame.State.Sequence} {frame.State.Position}: "
        + string.Join(' ', frame.State.Entries.Select(e => $"{e.UserId}{e.Place}"));

    private sealed class Listener : ILiveListener
    {
        public TaskCompletionSource<int> Closed { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void Close(int code, string reason) => Closed.TrySetResult(code);
    }
}
