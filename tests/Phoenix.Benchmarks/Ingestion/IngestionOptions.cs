using System.Globalization;

namespace Phoenix.Benchmarks.Ingestion;

/// <summary>How long and on what the benchmark runs.</summary>
/// <param name="Pairs">Runs with and without the journal write, interleaved.</param>
/// <param name="Seconds">Each measurement; its warm-up takes a third of that, at least 2 s.</param>
/// <param name="Stores">Which of <c>sqlite</c> and <c>postgresql</c>.</param>
internal sealed record IngestionOptions(int Pairs, int Seconds, IReadOnlyList<string> Stores)
{
    private static readonly string[] AllStores = ["sqlite", "postgresql"];

    /// <summary>The options, or null where an argument is wrong.</summary>
    public static IngestionOptions? Parse(string[] args)
    {
        var options = new IngestionOptions(5, 10, AllStores);
        for (var i = 0; i < args.Length; i++)
        {
            if (args[i] == "--quick") options = options with { Pairs = 1, Seconds = 5 };
            else if (i + 1 == args.Length) return null;
            else if (args[i] == "--store" && AllStores.Contains(args[i + 1]))
                options = options with { Stores = [args[++i]] };
            else if (!int.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var n) || n < 1)
                return null;
            else if (args[i] == "--pairs") (options, i) = (options with { Pairs = n }, i + 1);
            else if (args[i] == "--seconds") (options, i) = (options with { Seconds = n }, i + 1);
            else return null;
        }

        return options;
    }
}
