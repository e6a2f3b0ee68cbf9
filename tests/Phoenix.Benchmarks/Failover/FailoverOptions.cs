using System.Globalization;

namespace Phoenix.Benchmarks.Failover;

/// <param name="Tenants">How many send, one with a full dedupe window among them.</param>
/// <param name="Ids">What that window holds beforehand.</param>
/// <param name="Events">Events a second, of all tenants together.</param>
/// <param name="Rounds">How often each kind of loss is brought about.</param>
internal sealed record FailoverOptions(
    int Tenants = 50, int Ids = 1_000_000, int Events = 500, int Rounds = 1)
{
    /// <summary>Null: they are not understood.</summary>
    public static FailoverOptions? Parse(string[] args)
    {
        var options = new FailoverOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture,
                out var value) || value < 1) return null;
            switch (args[i])
            {
                case "--tenants": options = options with { Tenants = value }; break;
                case "--ids": options = options with { Ids = value }; break;
                case "--events": options = options with { Events = value }; break;
                case "--rounds": options = options with { Rounds = value }; break;
                default: return null;
            }
        }
        return options;
    }
}
