using System.Globalization;

namespace Phoenix.Benchmarks.Failover;

/// <param name="Tenants">How many send, one with a full dedupe window among them.</param>
/// <param name="Ids">What that window holds beforehand.</param>
/// <param name="Events">Events a second, of all tenants together.</param>
/// <param name="Kills">How often the full tenant's node is killed, and the oldest.</param>
/// <param name="Restarts">How often all nodes are restarted, one after the other.</param>
internal sealed record FailoverOptions(
    int Tenants = 50, int Ids = 1_000_000, int Events = 500, int Kills = 1, int Restarts = 1)
{
    /// <summary>Null: they are not understood.</summary>
    public static FailoverOptions? Parse(string[] args)
    {
        var options = new FailoverOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture,
                out var value)) return null;
            switch (args[i])
            {
                case "--tenants" when value > 0: options = options with { Tenants = value }; break;
                case "--ids": options = options with { Ids = value }; break;
                case "--events" when value > 0: options = options with { Events = value }; break;
                case "--kills": options = options with { Kills = value }; break;
                case "--restarts": options = options with { Restarts = value }; break;
                default: return null;
            }
        }
        return options;
    }
}
