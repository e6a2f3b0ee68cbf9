namespace Phoenix.System.Tests.Faults;

/// <summary>Rounds of one or two faults, all decided by a seed. Every kind comes once before any comes again.</summary>
internal sealed class FaultSchedule(int seed, int nodes, IReadOnlyList<FaultKind> kinds)
{
    private readonly Random _random = new(seed);
    private readonly Queue<FaultKind> _kinds = [];

    public IReadOnlyList<Fault> NextRound()
    {
        var first = Next();
        if (_random.Next(2) == 0) return [first];
        var second = Next();
        if (first.IsApartFrom(second)) return [first, second];
        _kinds.Enqueue(second.Kind);
        return [first];
    }

    private Fault Next()
    {
        if (_kinds.Count == 0)
        {
            FaultKind[] all = [.. kinds];
            _random.Shuffle(all);
            foreach (var each in all) _kinds.Enqueue(each);
        }

        var kind = _kinds.Dequeue();
        var (shortest, longest) = kind switch
        {
            FaultKind.NodePause => (2.0, 20.0),
            FaultKind.DatabaseKill or FaultKind.DatabaseFreeze => (1.0, 12.0),
            FaultKind.JournalLock => (1.0, 10.0),
            FaultKind.ConnectionsTaken or FaultKind.WritesSlow or FaultKind.WritesFailing or FaultKind.DiskFull
                or FaultKind.ClockSkew or FaultKind.ClockStep or FaultKind.CutFromDatabase => (3.0, 12.0),
            FaultKind.CutFromNodes or FaultKind.CutFromNodesOneWay or FaultKind.CutIntoIslands
                or FaultKind.CutFromAll => (3.0, 20.0),
            _ => (0.0, 6.0),
        };
        return new Fault(
            kind, _random.Next(nodes), TimeSpan.FromSeconds(_random.NextDouble() * 3),
            TimeSpan.FromSeconds(shortest + (_random.NextDouble() * (longest - shortest))), StepOf(kind));
    }

    private TimeSpan StepOf(FaultKind kind)
    {
        var seconds = kind switch
        {
            FaultKind.ClockSkew => 5 + (_random.NextDouble() * 15),
            FaultKind.ClockStep => 7_200 + (_random.NextDouble() * 86_400),
            _ => 0,
        };
        return TimeSpan.FromSeconds(seconds > 0 && _random.Next(2) == 0 ? -seconds : seconds);
    }
}
