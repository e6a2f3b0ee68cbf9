using Phoenix.Messages.Limits;

namespace Phoenix.Cluster.Tenants;

/// <summary>How tenants accept events. Bound from <c>Phoenix:Ingestion</c>, <c>Phoenix:Limits</c> and
/// <c>Phoenix:Tenants</c>.</summary>
public sealed class TenantOptions
{
    /// <summary>Seconds, 1–86,400; the window of tenants that set none. Default 300.</summary>
    public int DedupeWindowSeconds { get; set; } = 300;

    /// <summary>Ids that one tenant's window may hold; beyond it its events are refused with 429. Default
    /// 20,000,000.</summary>
    public int DedupeIdsMax { get; set; } = 20_000_000;

    /// <summary>Events per second of one tenant; 0: no limit. Default 0.</summary>
    public int EventsPerSecondMax { get; set; }

    /// <summary>Leaderboards of one tenant, archived ones included. Default 500.</summary>
    public int BoardsMax { get; set; } = 500;

    /// <summary>Windows of one board that may be open at once. Default 2,000.</summary>
    public int OpenWindowsMax { get; set; } = 2_000;

    /// <summary>Events of one tenant that may wait for the journal; beyond it the node sheds with 503. Default
    /// 100,000.</summary>
    public int PendingEventsMax { get; set; } = 100_000;

    /// <summary>Likewise in bytes. Default 64 MiB.</summary>
    public long PendingBytesMax { get; set; } = 64L * 1024 * 1024;

    /// <summary>An unknown tenant in a valid token is created. Default false.</summary>
    public bool AutoProvision { get; set; }

    /// <summary>A tenant without commands for this long goes to sleep. Default 2 minutes.</summary>
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Each broken rule in one line that names key, value and rule.</summary>
    public IEnumerable<string> Validate()
    {
        if (DedupeWindowSeconds is < ContractLimits.DedupeWindowSecondsMin or > ContractLimits.DedupeWindowSecondsMax)
        {
            yield return
                $"Phoenix:Ingestion:DedupeWindowSeconds is {DedupeWindowSeconds}: it must be between 1 and 86400.";
        }

        foreach (var (key, value, min) in new (string, long, long)[]
                 {
                     ("DedupeIds", DedupeIdsMax, 1), ("EventsPerSecond", EventsPerSecondMax, 0), ("Boards",
                         BoardsMax, 1),
                     ("OpenWindows", OpenWindowsMax, 1), ("PendingEvents", PendingEventsMax, 100),
                     ("PendingBytes", PendingBytesMax, ContractLimits.BodyBytesMax),
                 })
        {
            if (value < min) yield return $"Phoenix:Limits:{key} is {value}: it must be at least {min}.";
        }
    }
}
