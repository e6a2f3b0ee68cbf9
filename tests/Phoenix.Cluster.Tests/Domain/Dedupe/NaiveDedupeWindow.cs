namespace Phoenix.Cluster.Tests.Domain.Dedupe;

/// <summary>The dedupe window as one would write it on a napkin: what the fast one is compared with.</summary>
internal sealed class NaiveDedupeWindow(long windowUs)
{
    private readonly Queue<(UInt128 Id, long Position, long AcceptedAtUs)> _held = new();

    public long WindowUs { get; set; } = windowUs;

    public int Count => _held.Count;

    public long? FloorPosition => _held.Count == 0 ? null : _held.Peek().Position;

    public bool Contains(UInt128 id) => _held.Any(held => held.Id == id);

    public bool TryAdd(UInt128 id, long position, long acceptedAtUs)
    {
        if (Contains(id)) return false;
        _held.Enqueue((id, position, acceptedAtUs));
        return true;
    }

    public int Expire(long nowUs, int max)
    {
        var forgotten = 0;
        for (; forgotten < max && _held.Count > 0 && _held.Peek().AcceptedAtUs + WindowUs <= nowUs; forgotten++)
            _held.Dequeue();
        return forgotten;
    }
}
