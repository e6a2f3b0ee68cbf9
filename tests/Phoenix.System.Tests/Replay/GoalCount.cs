using System.Text;

namespace Phoenix.System.Tests.Replay;

/// <summary>
/// Counts goals by scorer straight from the table, own goals and unknown scorers left out, with nothing of Phoenix:
/// its own reader, a dictionary, a sort.
/// </summary>
internal static class GoalCount
{
    /// <summary>Every scorer's goals and competition rank (1, 2, 2, 4).</summary>
    public static Dictionary<string, (long Rank, long Goals)> Of(string path)
    {
        var goals = new Dictionary<string, long>();
        foreach (var line in File.ReadLines(path).Skip(1))
        {
            var cells = Cells(line);
            var (scorer, ownGoal) = (cells[4], cells[6]);
            if (ownGoal == "FALSE" && scorer != "NA") goals[scorer] = goals.GetValueOrDefault(scorer) + 1;
        }

        var table = new Dictionary<string, (long Rank, long Goals)>();
        var (rank, previous) = (0L, -1L);
        foreach (var (scorer, count) in goals.OrderByDescending(pair => pair.Value))
        {
            if (count != previous) (rank, previous) = (table.Count + 1, count);
            table.Add(scorer, (rank, count));
        }

        return table;
    }

    private static List<string> Cells(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var inQuotes = false;
        for (var i = 0; i < line.Length; i++)
        {
            if (line[i] == '"' && inQuotes && i + 1 < line.Length && line[i + 1] == '"') cell.Append(line[i++]);
            else if (line[i] == '"') inQuotes = !inQuotes;
            else if (line[i] != ',' || inQuotes) cell.Append(line[i]);
            else
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
        }

        cells.Add(cell.ToString());
        return cells;
    }
}
