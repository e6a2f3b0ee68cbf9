using System.Runtime.InteropServices;

namespace Phoenix.TestSupport.Nodes;

/// <summary>POSIX signals to processes that a test started.</summary>
internal static class Signals
{
    public const int Quit = 3;
    public const int Term = 15;

    /// <summary>Sends the signal; a process that is gone already is not an error.</summary>
    public static void Send(int processId, int signal) => _ = Kill(processId, signal);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int processId, int signal);
}
