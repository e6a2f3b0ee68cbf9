using System.Globalization;

namespace Phoenix.Benchmarks.Live;

/// <param name="Sockets">How many watch the board.</param>
/// <param name="Events">Events a second.</param>
/// <param name="Seconds">How long it is measured.</param>
/// <param name="PageSize">Rows that each socket watches; as many users score.</param>
internal sealed record LiveOptions(int Sockets = 5_000, int Events = 2_000, int Seconds = 20, int PageSize = 10)
{
    /// <summary>Null: they are not understood.</summary>
    public static LiveOptions? Parse(string[] args)
    {
        var options = new LiveOptions();
        for (var i = 0; i < args.Length; i += 2)
        {
            if (i + 1 == args.Length || !int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture,
                out var value) || value < 1) return null;
            switch (args[i])
            {
                case "--sockets": options = options with { Sockets = value }; break;
                case "--events": options = options with { Events = value }; break;
                case "--seconds": options = options with { Seconds = value }; break;
                case "--page-size" when value <= 100: options = options with { PageSize = value }; break;
                default: return null;
            }
        }
        return options;
    }
}
