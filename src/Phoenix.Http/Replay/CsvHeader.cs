using Phoenix.Http.CommandLine;

namespace Phoenix.Http.Replay;

/// <summary>The columns of a CSV file, by name.</summary>
public sealed class CsvHeader
{
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    /// <summary>Takes the header row.</summary>
    /// <exception cref="UsageException">A column has no name, or two have the same.</exception>
    public CsvHeader(string[] names)
    {
        Names = names;
        for (var i = 0; i < names.Length; i++)
        {
            if (names[i].Length == 0) throw new UsageException($"column {i + 1} of the header has no name");
            if (!_positions.TryAdd(names[i], i)) throw new UsageException($"the header names '{names[i]}' twice");
        }
    }

    /// <summary>The names in the file's order.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>Where a column stands.</summary>
    /// <exception cref="UsageException">There is no such column; the message lists those there are.</exception>
    public int PositionOf(string name) => _positions.TryGetValue(name, out var position)
        ? position
        : throw new UsageException($"the file has no column '{name}'; it has {string.Join(", ", Names)}");

    /// <summary>What is wrong with the row's length, or null.</summary>
    public string? FaultOf(CsvRow row) => row.Fields.Length == Names.Count
        ? null : $"{row.Fields.Length} fields where the header has {Names.Count}";
}
