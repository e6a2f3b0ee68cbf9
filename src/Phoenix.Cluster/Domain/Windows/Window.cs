namespace Phoenix.Cluster.Domain.Windows;

/// <summary>A window: the instants from start to before end.</summary>
/// <param name="Key">Its public name, unique among the windows of its calendar.</param>
/// <param name="StartUs">Microseconds since the Unix epoch; <see cref="long.MinValue"/> where it has no start.</param>
/// <param name="EndUs">Likewise; <see cref="long.MaxValue"/> where it has no end.</param>
public readonly record struct Window(string Key, long StartUs, long EndUs)
{
    public bool Contains(long instantUs) => StartUs <= instantUs && instantUs < EndUs;
}
