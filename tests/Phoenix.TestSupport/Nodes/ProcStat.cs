using System.Globalization;

namespace Phoenix.TestSupport.Nodes;

/// <summary>What <c>/proc/PID/stat</c> tells of a process.</summary>
/// <param name="State">R, S, T, Z, …</param>
/// <param name="Parent">The id of its parent.</param>
/// <param name="ProcessorTime">Its own, in user and kernel mode together; to the hundredth of a second.</param>
/// <param name="ResidentBytes">What of it is in memory.</param>
internal sealed record ProcStat(char State, int Parent, TimeSpan ProcessorTime, long ResidentBytes)
{
    // Linux counts for its users in hundredths, whatever the kernel's own clock is.
    private static readonly TimeSpan ClockTick = TimeSpan.FromMilliseconds(10);

    /// <summary>Null where there is no such process.</summary>
    public static ProcStat? Of(int process)
    {
        try
        {
            // "pid (name) state parent …", and the name may hold anything.
            var status = File.ReadAllText($"/proc/{process}/stat");
            var fields = status[(status.LastIndexOf(')') + 2)..].Split(' ');
            return new ProcStat(
                fields[0][0], Number(fields[1]), (Number(fields[11]) + Number(fields[12])) * ClockTick,
                Number(fields[21]) * (long)Environment.SystemPageSize);
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static int Number(string field) => int.Parse(field, CultureInfo.InvariantCulture);
}
