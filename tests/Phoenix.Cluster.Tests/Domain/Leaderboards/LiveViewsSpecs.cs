using CsCheck;
using Phoenix.Cluster.Domain;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Domain.Leaderboards;

public sealed class LiveViewsSpecs
{
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(10);

    [Fact]
    public void A_view_with_its_changes_applied_is_the_page_as_queried() => Gen.Int.Sample(
        seed =>
        {
            var random = new Random(seed);
            var rig = new BoardRig().Define(RandomConfig(random));
            var (views, clients, now) = (new LiveViews(), new List<Client>(), TimeSpan.Zero);
            for (var i = 0; i < 60; i++)
            {
                if (random.Next(3) == 0) ChangeWatchers(views, clients, random);
                now += TimeSpan.FromMinutes(random.Next(12));
                for (var j = random.Next(4); j > 0; j--) RandomRow(rig, random, now);
                if (random.Next(3) == 0) continue;
                // Views of single users may need several turns at one position.
                do
                {
                    var changed = views.Refresh(rig.Board, BoardRig.At(now)).ToHashSet();
                    foreach (var client in clients) client.Follow(changed);
                }
                while (views.IsBehind);
                foreach (var client in clients) client.ShouldShowWhatIsQueried(rig.Board, BoardRig.At(now));
            }
        }, iter: 200);

    [Fact]
    public void The_difference_names_what_is_new_changed_and_gone_and_nothing_else()
    {
        StandingsEntry a = new(1, 1, "a", 30, 1, 0), b = new(2, 2, "b", 20, 1, 0), c = new(3, 3, "c", 10, 1, 0);
        var b2 = b with { Rank = 1, Place = 1, ScoreMillionths = 40 };
        var a2 = a with { Rank = 2, Place = 2 };
        var d = new StandingsEntry(3, 3, "d", 15, 1, 0);

        var diff = ViewDiff.Between([a, b, c], [b2, a2, d]);

        Assert.Equal([b2, a2, d], diff.Changed);
        Assert.Equal(["c"], diff.Removed);
        Assert.True(ViewDiff.Between([a, b], [a with { }, b with { }]).IsEmpty);
        Assert.Equal([b2], ViewDiff.Between([a, b], [a, b2]).Changed);
    }

    [Fact]
    public void A_view_is_computed_only_where_its_window_has_changed()
    {
        var rig = new BoardRig().Define(Config(TimeframeType.Hourly));
        var views = new LiveViews();
        var now = views.Add(View(windowKey: "current"));
        rig.Score("u", 1, TimeSpan.Zero, TimeSpan.Zero);
        Assert.Equal([now], views.Refresh(rig.Board, BoardRig.At(TimeSpan.Zero)));

        rig.Move(TimeSpan.Zero);
        Assert.Empty(views.Refresh(rig.Board, BoardRig.At(TimeSpan.Zero)));
        rig.Score("u", 1, TimeSpan.FromHours(-1), TimeSpan.Zero);
        Assert.Empty(views.Refresh(rig.Board, BoardRig.At(TimeSpan.Zero)));
        rig.Score("u", 1, TimeSpan.Zero, TimeSpan.Zero);
        Assert.Equal([now], views.Refresh(rig.Board, BoardRig.At(TimeSpan.Zero)));
        Assert.Equal(2, now.Version);
    }

    [Fact]
    public void The_clock_alone_rolls_a_view_over_to_the_next_window()
    {
        var rig = new BoardRig().Define(Config(TimeframeType.Hourly))
            .Score("u", 1, TimeSpan.Zero, TimeSpan.Zero);
        var views = new LiveViews();
        var (current, usual) = (views.Add(View(windowKey: "current")), views.Add(View()));
        views.Refresh(rig.Board, BoardRig.At(TimeSpan.Zero));
        Assert.Equal("2026-03-01T12", current.Rows!.WindowKey);

        Assert.Equal([current], views.Refresh(rig.Board, BoardRig.At(TimeSpan.FromHours(1))));
        Assert.Equal(("2026-03-01T13", 0L, 0), (
            current.Rows!.WindowKey, current.Rows.Sequence, current.Rows.Entries.Count));
        Assert.Null(current.Diff);

        // Without a key the ended window is shown until the new one has entries.
        Assert.Equal("2026-03-01T12", usual.Rows!.WindowKey);
        rig.Score("v", 1, TimeSpan.FromHours(1), TimeSpan.FromHours(1));
        views.Refresh(rig.Board, BoardRig.At(TimeSpan.FromHours(1)));
        Assert.Equal("2026-03-01T13", usual.Rows!.WindowKey);
    }

    [Fact]
    public void Where_no_window_holds_a_view_says_so_until_one_does()
    {
        var start = BoardRig.At(TimeSpan.FromHours(1));
        var timeframe = TimeframeConfig.Of(TimeframeType.Custom) with
        {
            StartUs = start, EndUs = start + 3_600_000_000,
        };
        var rig = new BoardRig().Define(Config() with { Timeframe = timeframe });
        var views = new LiveViews();
        var shown = views.Add(View(windowKey: "current"));

        Assert.Equal([shown], views.Refresh(rig.Board, BoardRig.At(TimeSpan.Zero)));
        Assert.Equal((null, ErrorCode.NotFound), (shown.Rows, shown.Refusal!.Code));
        Assert.Empty(views.Refresh(rig.Board, BoardRig.At(TimeSpan.FromMinutes(59))));
        Assert.Equal([shown], views.Refresh(rig.Board, start));
        Assert.Equal((0, null), (shown.Rows!.Entries.Count, shown.Refusal));
    }

    [Fact]
    public void Views_of_single_users_share_a_budget_and_each_has_its_turn()
    {
        const int Count = 350;
        var rig = new BoardRig().Define(Config());
        for (var i = 0; i < Count; i++) rig.Score($"u{i}", i, TimeSpan.Zero, TimeSpan.Zero);
        var views = new LiveViews();
        var page = views.Add(View());
        var around = Enumerable.Range(0, Count)
            .Select(i => views.Add(View() with { Filter = LiveFilter.Around, UserIds = [$"u{i}"] })).ToList();

        var seen = new HashSet<ShownView>();
        for (var ticks = 1; ticks <= 4; ticks++)
        {
            var changed = views.Refresh(rig.Board, BoardRig.At(TimeSpan.Zero));
            Assert.InRange(changed.Where(around.Contains).Sum(v => v.RowsMax), 0, LiveViews.UserRowsPerTick);
            Assert.Equal(ticks == 1, changed.Contains(page));
            seen.UnionWith(changed);
            Assert.Equal(ticks < 4, views.IsBehind);
        }
        Assert.Subset(seen, around.ToHashSet());
    }

    [Fact]
    public void A_view_that_nobody_watches_is_computed_no_more()
    {
        var rig = new BoardRig().Define(Config()).Score("u", 1, TimeSpan.Zero, TimeSpan.Zero);
        var views = new LiveViews();
        var shown = views.Add(View());
        Assert.Same(shown, views.Add(View()));
        views.Refresh(rig.Board, BoardRig.At(TimeSpan.Zero));
        views.Remove(shown);
        rig.Score("u", 1, TimeSpan.Zero, TimeSpan.Zero);
        Assert.Equal([shown], views.Refresh(rig.Board, BoardRig.At(TimeSpan.Zero)));

        views.Remove(shown);
        rig.Score("u", 1, TimeSpan.Zero, TimeSpan.Zero);

        Assert.Empty(views.Refresh(rig.Board, BoardRig.At(TimeSpan.Zero)));
        Assert.Empty(views.Windows);
        Assert.NotSame(shown, views.Add(View()));
    }

    private static LiveView View(string? windowKey = null) => new(windowKey, 1, 100, LiveFilter.None, 0, []);

    private static LeaderboardConfig RandomConfig(Random random)
    {
        TimeframeType[] frames = [TimeframeType.AllTime, TimeframeType.Hourly, TimeframeType.Daily];
        return Config(
            frames[random.Next(frames.Length)], (Aggregation)random.Next(5), (int)Grace.TotalSeconds,
            new RankingConfig(
                (RankingMethod)random.Next(2), random.Next(4) == 0 ? null : random.Next(1, 12),
                random.Next(3) == 0 ? random.Next(-2, 4) * 1_000_000 : null, (TieRule)random.Next(3),
                (TieBreaker)random.Next(3)));
    }

    private static void RandomRow(BoardRig rig, Random random, TimeSpan now)
    {
        var former = rig.Board.Definition!.Config;
        if (random.Next(15) == 0)
            rig.Define(former with { Ranking = RandomConfig(random).Ranking }, now);
        else if (random.Next(6) == 0)
            rig.Move(now);
        else
            rig.Score(
                $"u{random.Next(14)}", random.Next(-4, 12), now + TimeSpan.FromMinutes(random.Next(-90, 30)), now);
    }

    private static void ChangeWatchers(LiveViews views, List<Client> clients, Random random)
    {
        if (clients.Count > 6)
        {
            var gone = clients[random.Next(clients.Count)];
            clients.Remove(gone);
            views.Remove(gone.Shown);
        }
        clients.Add(new Client(views.Add(RandomView(random))));
    }

    private static LiveView RandomView(Random random)
    {
        string?[] keys = [null, null, "current", "2026-03-01T12", "2026-03-01", "all"];
        var filter = (LiveFilter)random.Next(4);
        return new LiveView(
            keys[random.Next(keys.Length)], random.Next(1, 4), random.Next(1, 6), filter,
            filter == LiveFilter.TopN ? random.Next(1, 9) : 0,
            filter == LiveFilter.Around ? [$"u{random.Next(16)}"]
            : filter == LiveFilter.Users
                ? [.. Enumerable.Range(0, 16).Where(_ => random.Next(3) == 0).Select(i => $"u{i}")]
                : []);
    }

    /// <summary>Who keeps a view as a client of the public contract does.</summary>
    private sealed class Client(ShownView shown)
    {
        private Dictionary<string, StandingsEntry> _rows = [];
        private long _version = -1;
        private long _total;

        public ShownView Shown => shown;

        public void Follow(IReadOnlySet<ShownView> changed)
        {
            if (shown.Version == _version || shown.Version == 0) return;
            Assert.True(changed.Contains(shown) || _version == -1, "A view has changed in silence.");
            if (shown.Diff is { } diff && shown.Version == _version + 1)
            {
                Assert.All(diff.Removed, userId => Assert.True(_rows.Remove(userId)));
                foreach (var entry in diff.Changed) _rows[entry.UserId] = entry;
            }
            else _rows = (shown.Rows?.Entries ?? []).ToDictionary(e => e.UserId);
            (_version, _total) = (shown.Version, shown.Rows?.Total ?? -1);
        }

        public void ShouldShowWhatIsQueried(Board board, long nowUs)
        {
            var view = shown.View;
            var reply = Ask(board, nowUs, (view.Page - 1) * view.PageSize, view.PageSize);
            if (reply is Refusal refusal)
            {
                Assert.Equal((refusal, null), (shown.Refusal, shown.Rows));
                return;
            }
            var page = (StandingsPage)reply;
            Assert.Equal(
                (page.Window.Key, page.Total, page.Sequence), (shown.Rows!.WindowKey, _total, shown.Rows.Sequence));
            var expected = view.Filter switch
            {
                LiveFilter.TopN => page.Entries.Where(e => e.Place <= view.TopN),
                LiveFilter.Around => Around(board, nowUs, view.UserIds[0], view.PageSize),
                LiveFilter.Users => Everybody(board, nowUs).Where(e => view.UserIds.Contains(e.UserId)),
                _ => page.Entries,
            };
            Assert.Equal(expected, _rows.Values.OrderBy(e => e.Place));
        }

        /// <summary>All who are ranked, however deep pages go.</summary>
        private IEnumerable<StandingsEntry> Everybody(Board board, long nowUs) =>
            ((StandingsPage)Ask(board, nowUs, 0, 1)).Entries.FirstOrDefault() is { } first
                ? Around(board, nowUs, first.UserId, 1_000) : [];

        private object Ask(Board board, long nowUs, int offset, int limit) => BoardReader.Answer(
            board, new GetStandings(BoardRig.Acme, new LeaderboardId("b"), Scope(nowUs), offset, limit));

        private IEnumerable<StandingsEntry> Around(Board board, long nowUs, string userId, int limit) =>
            (BoardReader.Answer(board, new GetStandingsAround(
                BoardRig.Acme, new LeaderboardId("b"), Scope(nowUs), userId, limit)) as StandingsPage)?.Entries ?? [];

        private StandingsScope Scope(long nowUs) => new(shown.View.WindowKey, nowUs, 0);
    }
}
