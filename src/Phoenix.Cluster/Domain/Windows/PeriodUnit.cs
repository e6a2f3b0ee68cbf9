namespace Phoenix.Cluster.Domain.Windows;

/// <summary>What a <see cref="WindowPeriod"/> counts. Hours are of elapsed time; days and months are of the
/// calendar.</summary>
internal enum PeriodUnit
{
    Hours,
    Days,
    Months,
}
