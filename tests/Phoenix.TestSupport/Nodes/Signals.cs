using System.Runtime.InteropServices;

namespace Phoenix.TestSupport.Nodes;

/// <summary>POSIX signals to processes that a test started.</summary>
internal static class Signals
{
    public const int Quit = 3;
    public const int Kill = 9;
    public const int Term = 15;
    public const int Continue = 18;
    public const int Stop = 19;

    /// <summary>Sends the signal; a process that is gone already is not an error.</summary>
    public static void Send(int processId, int signal) => _ = SendSignal(processId, signal);

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int processId, int signal);
}
