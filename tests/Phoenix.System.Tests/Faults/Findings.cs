using System.Collections.Concurrent;

namespace Phoenix.System.Tests.Faults;

/// <summary>What went against a promise.</summary>
internal sealed class Findings
{
    private const int ShownMax = 40;
    private readonly ConcurrentQueue<string> _all = [];

    public bool IsEmpty => _all.IsEmpty;

    public void Add(string finding) => _all.Enqueue(finding);

    public void Require(bool holds, Func<string> finding)
    {
        if (!holds) Add(finding());
    }

    public override string ToString() =>
        $"{_all.Count} findings:\n" + string.Join('\n', _all.Take(ShownMax))
        + (_all.Count > ShownMax ? "\n…" : "");
}
