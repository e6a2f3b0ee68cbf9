namespace Phoenix.System.Tests.Faults;

/// <summary>Rounds of one or two faults, all decided by a seed. Every kind comes once before any comes again.</summary>
internal sealed class FaultSchedule(int seed, int nodes, bool hasNetwork)
{
    private readonly Random _random = new(seed);
    private readonly Queue<FaultKind> _kinds = [];

    public IReadOnlyList<Fault> NextRound()
    {
        var first = Next();
        if (first.IsOfAllNodes || _random.Next(2) == 0) return [first];
        var second = Next();
        // Two at the same thing would be one, or undo each other.
        var isApart = first.IsOfDatabase != second.IsOfDatabase
            || (!first.IsOfDatabase && first.Node != second.Node && !(first.IsOfNetwork && second.IsOfNetwork));
        if (isApart && !second.IsOfAllNodes) return [first, second];
        _kinds.Enqueue(second.Kind);
        return [first];
    }

    private Fault Next()
    {
        if (_kinds.Count == 0)
        {
            var kinds = Enum.GetValues<FaultKind>();
            _random.Shuffle(kinds);
            foreach (var each in kinds.Where(k => hasNetwork || !new Fault(k, 0, default, default).IsOfNetwork))
                _kinds.Enqueue(each);
        }

        var kind = _kinds.Dequeue();
        var (shortest, longest) = kind switch
        {
            FaultKind.NodePause => (2.0, 20.0),
            FaultKind.DatabaseKill or FaultKind.DatabaseFreeze => (1.0, 12.0),
            FaultKind.JournalLock => (1.0, 10.0),
            FaultKind.CutFromNodes or FaultKind.CutFromNodesOneWay or FaultKind.CutFromAll => (3.0, 20.0),
            FaultKind.CutFromDatabase => (3.0, 12.0),
            _ => (0.0, 6.0),
        };
        return new Fault(
            kind, _random.Next(nodes), TimeSpan.FromSeconds(_random.NextDouble() * 3),
            TimeSpan.FromSeconds(shortest + (_random.NextDouble() * (longest - shortest))));
    }
}
