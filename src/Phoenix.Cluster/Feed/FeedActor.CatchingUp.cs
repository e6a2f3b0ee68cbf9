using Akka.Actor;
using Akka.Event;
using Phoenix.Cluster.Domain.Tenants;
using Phoenix.Cluster.Telemetry;

namespace Phoenix.Cluster.Feed;

/// <content>Boards that recent rows no longer serve: one run of the journal brings them all back.</content>
internal sealed partial class FeedActor
{
    /// <summary>Starts the run for boards that recent rows no longer serve, unless one is under way.</summary>
    private void CatchUpLaggards()
    {
        if (_isCatchingUp || (_brokenStamp != 0 && _time.GetElapsedTime(_brokenStamp) < RestartPause)) return;
        var laggards = _cursors.Values
            .Where(c => c.IsKnown && c.Sent + 1 < _recent.First && c.Sent < _recent.Last).ToList();
        if (laggards.Count == 0) return;
        var from = laggards.Min(c => c.Sent);
        _run++;
        foreach (var cursor in laggards) cursor.Run = _run;
        _isCatchingUp = true;
        Volatile.Write(ref _recentFirst, _recent.First);
        _log.Info(
            "Tenant {0}: {1} boards are read from the journal, from row {2} on", _tenantId, laggards.Count, from + 1);
        var wanted = laggards.Select(c => c.LeaderboardId).ToHashSet();
        _instruments.OnCatchUp();
        var scoring = new RowScoring(
            _tenantId, RuleBook.At(_definitions, from), wanted.Contains, run: FeedInstruments.CatchUp,
            instruments: _instruments);
        FeedStream.Run(
            _materializer, _run, () => _source.CatchUpAsync(from, LastToCatchUp, default), scoring, Self);
    }

    /// <summary>Where recent rows take over; read by the run's own thread.</summary>
    private long LastToCatchUp() => Volatile.Read(ref _recentFirst) - 1;

    /// <summary>Takes the run's next batch once each board in it has room; one that makes none for long leaves the
    /// run.</summary>
    private void LetCatchUpGoOn()
    {
        if (_catchUpWaits is null) return;
        if (_cursors.Values.Any(c => c.Run == _run && _isCatchingUp && !c.HasRoom)) return;
        _catchUpWaits.Tell(FeedStream.Ack.Instance);
        _catchUpWaits = null;
    }

    private void OnRunEnded(int run)
    {
        if (run == LiveRun || run != _run) return;
        _isCatchingUp = false;
        _catchUpWaits = null;
        foreach (var cursor in _cursors.Values.Where(c => c.Run == run))
        {
            cursor.Run = 0;
            Pump(cursor, flush: true);
        }
    }

    private void SendFromJournal(BoardCursor cursor, IReadOnlyList<ScoredRow> rows)
    {
        if (rows[^1].Position <= cursor.Sent) return;
        var index = (int)Math.Max(0, cursor.Sent + 1 - rows[0].Position);
        while (index < rows.Count)
        {
            var message = RecentRows.Join(_tenantId, cursor.LeaderboardId, rows, index);
            Send(cursor, message);
            index = (int)(message.To + 1 - rows[0].Position);
        }
    }
}
