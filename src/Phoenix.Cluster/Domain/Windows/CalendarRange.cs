namespace Phoenix.Cluster.Domain.Windows;

/// <summary>The instants that fall into windows: the years 1 to 9999, in microseconds since the Unix epoch.</summary>
internal static class CalendarRange
{
    public const long SecondUs = 1_000_000;
    public const long MinuteUs = 60 * SecondUs;
    public const long HourUs = 60 * MinuteUs;
    public const long DayUs = 24 * HourUs;

    /// <summary>0001-01-01T00:00:00Z.</summary>
    public const long FirstUs = -719_162 * DayUs;

    /// <summary>9999-12-31T23:59:59.999999Z.</summary>
    public const long LastUs = (2_932_897 * DayUs) - 1;
}
