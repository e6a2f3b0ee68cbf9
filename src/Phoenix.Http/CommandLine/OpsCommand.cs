using System.Runtime.InteropServices;
using System.Text;
using Phoenix.Http.CommandLine.Verbs;
using Phoenix.Http.Hosting;

namespace Phoenix.Http.CommandLine;

/// <summary>The <c>ops</c> verbs of the executable: look at a running cluster and act on it, through the admin gateway
/// of any node.</summary>
/// <remarks>A new verb is one more entry of <see cref="All"/>.</remarks>
public static class OpsCommand
{
    /// <summary>Done.</summary>
    public const int ExitOk = 0;

    /// <summary>The node refused, can't be reached, or found something wrong (<c>board verify</c>).</summary>
    public const int ExitFailed = 1;

    /// <summary>Wrong arguments; nothing was sent.</summary>
    public const int ExitUsage = 2;

    private static readonly string[] HelpSpellings = ["--help", "-h", "help"];

    internal static IReadOnlyList<Verb> All { get; } =
    [
        .. ClusterVerbs.All, .. ShardingVerbs.All, .. TenantVerbs.All, .. BoardVerbs.All, .. LogVerbs.All,
        .. BackupVerbs.All,
    ];

    /// <summary>Runs what stands behind <c>ops</c>; Ctrl-C and SIGTERM end it.</summary>
    /// <returns><see cref="ExitOk"/>, <see cref="ExitFailed"/> or <see cref="ExitUsage"/>.</returns>
    public static async Task<int> RunAsync(string[] args, TextWriter output, TextWriter error)
    {
        using var stopping = new CancellationTokenSource();
        void Stop(PosixSignalContext signal)
        {
            // The second one ends the process at once.
            signal.Cancel = !stopping.IsCancellationRequested;
            stopping.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        return await RunAsync(
            args, output, error, Environment.GetEnvironmentVariable, TimeProvider.System, stopping.Token);
    }

    internal static async Task<int> RunAsync(
        IReadOnlyList<string> args, TextWriter output, TextWriter error, Func<string, string?> environment,
        TimeProvider time, CancellationToken cancellation)
    {
        var isHelp = args.Count == 0 || args.Any(HelpSpellings.Contains);
        var words = args.Where(arg => !HelpSpellings.Contains(arg)).ToList();
        var verb = Find(words, out var length);
        if (isHelp)
        {
            await output.WriteLineAsync(verb is null ? Help(words) : Help(verb));
            return args.Count == 0 ? ExitUsage : ExitOk;
        }
        try
        {
            if (verb is null) throw new UsageException($"there is no verb '{string.Join(' ', words.Take(2))}'");
            var given = Arguments.Parse(words[length..], verb.AllOptions);
            var context = new VerbContext(
                given, OperandsOf(verb, given), output, environment, time, cancellation);
            return await verb.RunAsync(context);
        }
        catch (UsageException e)
        {
            await error.WriteLineAsync($"ops: {e.Message}. See ops {verb?.Name ?? ""} --help.".Replace("  ", " "));
            return ExitUsage;
        }
        catch (OpsException e)
        {
            await error.WriteLineAsync($"ops: {e.Message}");
            return ExitFailed;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // Following ends so; whatever else was under way is cut off.
            return verb?.Name == LogVerbs.TailName ? ExitOk : ExitFailed;
        }
    }

    private static Verb? Find(List<string> words, out int length)
    {
        foreach (var verb in All)
        {
            foreach (var name in verb.Aliases.Prepend(verb.Name))
            {
                var parts = name.Split(' ');
                length = parts.Length;
                if (words.Count >= length && words.Take(length).SequenceEqual(parts)) return verb;
            }
        }
        length = 0;
        return null;
    }

    private static IReadOnlyList<string> OperandsOf(Verb verb, Arguments given)
    {
        var names = verb.OperandNames;
        if (given.Words.Count < names.Count) throw new UsageException($"{names[given.Words.Count]} is missing");
        if (given.Words.Count > names.Count)
            throw new UsageException($"'{given.Words[names.Count]}' is one argument too many");
        return given.Words;
    }

    private static string Help(List<string> words)
    {
        var group = words.FirstOrDefault(word => !word.StartsWith('-'));
        var shown = All.Where(v => v.Name.Split(' ')[0] == group).ToList();
        if (shown.Count == 0) shown = [.. All];
        var text = new StringBuilder(
            """
            Looks at a running cluster and acts on it, through the admin gateway of any node.

            Usage: ops VERB [options]


            """);
        var width = shown.Max(v => v.Name.Length + v.Operands.Length) + 3;
        foreach (var verb in shown)
            text.AppendLine($"  {$"{verb.Name} {verb.Operands}".PadRight(width)}{verb.Summary}");
        text.AppendLine();
        AppendOptions(text, OpsClient.Options);
        text.AppendLine();
        text.AppendLine("ops VERB --help tells more of one. Exit code: 0 done, 1 refused or failed, 2 wrong usage.");
        return text.ToString().TrimEnd();
    }

    private static string Help(Verb verb)
    {
        var text = new StringBuilder();
        text.AppendLine(verb.Summary).AppendLine();
        text.AppendLine($"Usage: ops {verb.Name} {verb.Operands}".TrimEnd() + " [options]").AppendLine();
        AppendOptions(text, verb.AllOptions);
        if (verb.Aliases.Count > 0) text.AppendLine().AppendLine($"Also: {string.Join(", ", verb.Aliases)}");
        return text.ToString().TrimEnd();
    }

    private static void AppendOptions(StringBuilder text, IReadOnlyList<VerbOption> options)
    {
        static string Spelling(VerbOption option) =>
            $"{(option.Short is null ? "" : option.Short + ", ")}{option.Name} {option.Value}".TrimEnd();

        if (options.Count == 0) return;
        var width = options.Max(option => Spelling(option).Length) + 2;
        foreach (var option in options) text.AppendLine($"  {Spelling(option).PadRight(width)}{option.Help}");
    }
}
