using System.Text;

namespace Phoenix.System.Tests.Faults;

/// <summary>What a run did and saw.</summary>
internal sealed class FaultSummary(FaultOptions options, IReadOnlyList<string> lacks)
{
    private readonly Dictionary<FaultKind, int> _faults = [];
    private readonly Dictionary<string, List<(TimeSpan Silence, TimeSpan Recovery)>> _outages = [];
    private int _rounds;

    /// <param name="silence">The longest of a tenant in the round.</param>
    /// <param name="recovery">From the end of the last fault until every tenant accepted.</param>
    public void Add(IReadOnlyList<Fault> round, TimeSpan silence, TimeSpan recovery)
    {
        _rounds++;
        foreach (var fault in round) _faults[fault.Kind] = _faults.GetValueOrDefault(fault.Kind) + 1;
        var name = string.Join(" + ", round.Select(fault => fault.Kind));
        if (!_outages.TryGetValue(name, out var of)) _outages[name] = of = [];
        of.Add((silence, recovery));
    }

    public string Tell(IReadOnlyList<TenantFaultRun> tenants, int selfDowns)
    {
        var events = tenants.SelectMany(t => t.Load.Events.Values).ToList();
        var text = new StringBuilder()
            .AppendLine($"seed {options.Seed}, {_rounds} rounds, {_faults.Values.Sum()} faults"
                + $" ({string.Join(", ", _faults.OrderBy(f => f.Key).Select(f => $"{f.Key} {f.Value}"))})")
            .AppendLine($"events: {events.Count(e => e.Acknowledgements > 0)} acknowledged"
                + $" ({tenants.Sum(t => t.Logged)} in the log), {events.Sum(e => e.Unknowns)} attempts unknown,"
                + $" {events.Count(e => e.Refusals > 0)} refused,"
                + $" {events.Sum(e => e.Acknowledgements - e.Fresh)} answered as duplicates;"
                + $" {tenants.Sum(t => t.Load.Sender.AcknowledgedAlone)} requests were acknowledged by a node that"
                + " reached no other")
            .AppendLine($"boards: {tenants.Sum(t => t.PagesCompared)} pages and views compared with the model;"
                + $" sockets: {tenants.Sum(t => t.Watchers.Sum(w => w.Connections))} connections,"
                + $" {tenants.Sum(t => t.Watchers.Sum(w => w.Frames))} frames")
            .AppendLine($"{selfDowns} nodes ended because the cluster had downed them");
        foreach (var lack in lacks) text.AppendLine(lack);
        text.AppendLine("by faults of the round, the longest silence of a tenant / how long after the last fault all"
            + " accepted, in seconds:");
        foreach (var (name, rounds) in _outages.OrderBy(o => o.Key, StringComparer.Ordinal))
        {
            var seconds = rounds.Select(r => $"{r.Silence.TotalSeconds:0.0}/{r.Recovery.TotalSeconds:0.0}");
            text.AppendLine($"  {name}: {string.Join(" ", seconds)}");
        }
        return text.ToString();
    }
}
