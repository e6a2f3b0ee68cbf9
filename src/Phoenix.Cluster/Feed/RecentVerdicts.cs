using System.Text;
using Akka.Actor;
using Phoenix.Cluster.Domain.Leaderboards;
using Phoenix.Messages.Events;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Cluster.Feed;

/// <summary>Tells what the boards made of the last events of a log.</summary>
/// <remarks>
/// Judged by the definitions; a board is asked only which windows of events that it should have scored it lacks, for
/// one that would open a window too many is left out. A board that doesn't answer in time lacks none.
/// </remarks>
internal sealed class RecentVerdicts(TenantId tenantId, IActorRef leaderboards)
{
    /// <summary>Events × boards of one answer, so that it fits a frame between nodes.</summary>
    private const int VerdictsMax = 20_000;

    private static readonly TimeSpan BoardTimeout = TimeSpan.FromSeconds(3);

    public async Task<RecentEventsReply> DescribeAsync(
        FeedActor.DescribeRecent query, IReadOnlyList<BoardProgress> boards)
    {
        var count = Math.Min(query.Limit, Math.Max(1, VerdictsMax / Math.Max(1, boards.Count)));
        var judged = Judge(query, count);
        var windows = judged.SelectMany(e => e.Judgements).Where(j => j.Window is not null)
            .ToLookup(j => j.Verdict.LeaderboardId, j => j.Window!.Value.StartUs);
        var lacking = await Task.WhenAll(windows.Select(w => AskAsync(w.Key, [.. w.Distinct()])));
        var missing = lacking.Where(l => l.Reply is not null).ToDictionary(l => l.Board, l => l.Reply!);
        var events = judged.Select(e => e.ToEvent(missing)).Reverse().ToList();
        return new RecentEventsReply(events, query.AcceptedTotal, query.Head, boards);
    }

    /// <summary>The last events, oldest first: definitions go forward only.</summary>
    private List<JudgedEvent> Judge(FeedActor.DescribeRecent query, int count)
    {
        var judge = new EventJudge(tenantId, query.Definitions, query.ActivatedAt);
        var skip = query.Rows.Sum(row => ((EventsAccepted)row.Event).Count) - count;
        var judged = new List<JudgedEvent>();
        foreach (var (position, row) in query.Rows)
        {
            foreach (var record in ((EventsAccepted)row).Events)
            {
                if (skip-- > 0) continue;
                judged.Add(new JudgedEvent(
                    record, position, row.AcceptedAtUs, judge.Judge(position, row.AcceptedAtUs, record)));
            }
        }
        return judged;
    }

    private async Task<(LeaderboardId Board, MissingWindowsReply? Reply)> AskAsync(LeaderboardId board, long[] startsUs)
    {
        try
        {
            var query = new GetMissingWindows(tenantId, board, new StandingsScope(null, 0, 0), startsUs);
            return (board, await leaderboards.Ask<object>(query, BoardTimeout) as MissingWindowsReply);
        }
        catch (AskTimeoutException)
        {
            return (board, null);
        }
    }

    private sealed record JudgedEvent(
        EventRecord Record, long Position, long AcceptedAtUs, IReadOnlyList<Judgement> Judgements)
    {
        public RecentEvent ToEvent(IReadOnlyDictionary<LeaderboardId, MissingWindowsReply> missing) => new(
            Encoding.UTF8.GetString(Record.EventId), Encoding.UTF8.GetString(Record.Type),
            Encoding.UTF8.GetString(Record.UserId), Record.OccurredAtUs, AcceptedAtUs, Position,
            [.. Judgements.Select(j => VerdictOf(j, missing.GetValueOrDefault(j.Verdict.LeaderboardId)))]);

        private BoardVerdict VerdictOf(Judgement judgement, MissingWindowsReply? board)
        {
            if (judgement.Window is not { } window || board is null) return judgement.Verdict;
            // The board has the row, but not the window: it had too many open.
            return board.Position >= Position && board.StartsUs.Contains(window.StartUs)
                ? judgement.Verdict with { Verdict = EventVerdict.WindowLimit, PointsMillionths = 0 }
                : judgement.Verdict;
        }
    }
}
