namespace Phoenix.Cluster.Tests.Differential;

/// <summary>A window of the model; the least and greatest time stand for no start and no end.</summary>
internal sealed record NaiveBounds(string Key, DateTime Start, DateTime End)
{
    public long StartUs => Start == DateTime.MinValue ? long.MinValue : (Start - DateTime.UnixEpoch).Ticks / 10;
    public long EndUs => End == DateTime.MaxValue ? long.MaxValue : (End - DateTime.UnixEpoch).Ticks / 10;
}
