using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Phoenix.Http.CommandLine;

namespace Phoenix.Http.Replay;

/// <summary>
/// The <c>replay</c> verb: sends a CSV or NDJSON file of events through the public HTTP API of a node, as any client
/// would, and says what came of it. Running it again with the same file sends the same event ids.
/// </summary>
public static class ReplayCommand
{
    /// <summary>Everything read was accepted (or skipped on purpose).</summary>
    public const int ExitOk = 0;

    /// <summary>Some events failed, or the replay ended before all had their answer.</summary>
    public const int ExitFailed = 1;

    /// <summary>Wrong arguments, or a file that can't be read; nothing was sent.</summary>
    public const int ExitUsage = 2;

    /// <summary>Answers still on their way when a replay is stopped are waited for this long.</summary>
    private static readonly TimeSpan StopGrace = TimeSpan.FromSeconds(5);

    /// <summary>Runs the verb with the arguments after it; Ctrl-C and SIGTERM end it with its summary.</summary>
    /// <returns><see cref="ExitOk"/>, <see cref="ExitFailed"/> or <see cref="ExitUsage"/>.</returns>
    public static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        void Stop(PosixSignalContext signal)
        {
            // The second one ends the process at once.
            signal.Cancel = !stopping.IsCancellationRequested;
            stopping.Cancel();
        }

        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        var isTerminal = ReferenceEquals(error, Console.Error) && !Console.IsErrorRedirected;
        return await RunAsync(
            args, output, error, isTerminal, Environment.GetEnvironmentVariable, TimeProvider.System, stopping);
    }

    internal static async Task<int> RunAsync(
        string[] args, TextWriter output, TextWriter error, bool isTerminal,
        Func<string, string?> environment, TimeProvider time, CancellationTokenSource stopping)
    {
        if (args.Contains("--help") || args.Contains("-h"))
        {
            await output.WriteLineAsync(ReplayOptions.Help);
            return ExitOk;
        }

        var tally = new ReplayTally();
        try
        {
            var options = ReplayOptions.Parse(args, environment);
            var token = options.DryRun ? "" : options.Token ?? DevelopmentToken(environment);
            using var file = ReplayFile.Open(options.File, stopping.Token);
            var batches = ReplayBatches.Of(
                file.Items(options.Format, options.Columns), options.BatchEvents, options.Limit, tally);
            if (options.DryRun) return await DryRunAsync(batches, output, tally, stopping.Token);

            var started = time.GetTimestamp();
            string? fault;
            await using (var progress = new ReplayProgress(
                error, isTerminal, tally, () => (double)file.ReadBytes / Math.Max(file.LengthBytes, 1), time))
            {
                progress.Start();
                fault = await SendAllAsync(batches, options, token, tally, time, stopping);
            }

            await WriteSummaryAsync(output, tally, time.GetElapsedTime(started));
            return await EndAsync(output, error, tally, fault);
        }
        catch (OperationCanceledException)
        {
            return await EndAsync(output, error, tally, "stopped");
        }
        catch (ReplayInputException e)
        {
            return await EndAsync(output, error, tally, e.Message);
        }
        catch (UsageException e)
        {
            await error.WriteLineAsync($"replay: {e.Message}. See replay --help.");
            return ExitUsage;
        }
    }

    private static string DevelopmentToken(Func<string, string?> environment) =>
        DevelopmentFile.Read(environment, "token") ?? throw new UsageException(
            $"there is no token: give --token JWT or set {ReplayOptions.TokenVariable} "
            + $"({DevelopmentFile.PathOf(environment)}, where a node started in Development in this folder keeps "
            + "one, holds none)");

    /// <summary>Sends every batch; the result is why it ended early, or null.</summary>
    private static async Task<string?> SendAllAsync(
        IEnumerable<ArraySegment<ReplayItem>> batches, ReplayOptions options, string token,
        ReplayTally tally, TimeProvider time, CancellationTokenSource stopping)
    {
        using var http = ClientFor(options);
        using var abort = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var grace = stopping.Token.Register(() => abort.CancelAfter(StopGrace));
        var sender = new BulkSender(http, token, options.RetryFor, tally, time);
        string? fault = null;
        var workers = new ParallelOptions
        {
            MaxDegreeOfParallelism = options.Concurrency, CancellationToken = stopping.Token,
        };
        try
        {
            // Asks for the next batch only when one of the workers is free: the file is read at the node's speed.
            await Parallel.ForEachAsync(
                batches,
                workers,
                async (batch, stop) =>
                {
                    try
                    {
                        await sender.SendAsync(batch, stop, abort.Token);
                    }
                    catch (ReplayStoppedException e)
                    {
                        Interlocked.CompareExchange(ref fault, e.Message, null);
                        await stopping.CancelAsync();
                    }
                });
            return fault;
        }
        catch (OperationCanceledException)
        {
            return fault ?? "stopped";
        }
        catch (ReplayInputException e)
        {
            return e.Message;
        }
    }

    private static HttpClient ClientFor(ReplayOptions options)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            MaxConnectionsPerServer = options.Concurrency,
            // A proxy of the environment is for the outside; it knows no loopback address of this machine.
            UseProxy = !options.Url.IsLoopback,
        };
        return new HttpClient(handler)
        {
            BaseAddress = options.Url,
            Timeout = Timeout.InfiniteTimeSpan,
            MaxResponseContentBufferSize = 4 * ReplayBatches.BodyBytesMax,
        };
    }

    private static async Task<int> DryRunAsync(
        IEnumerable<ArraySegment<ReplayItem>> batches, TextWriter output, ReplayTally tally, CancellationToken stop)
    {
        var (requests, events) = (0L, 0L);
        foreach (var batch in batches)
        {
            stop.ThrowIfCancellationRequested();
            if (requests++ == 0)
                await output.WriteLineAsync($"line {batch[0].Line}: {Encoding.UTF8.GetString(batch[0].Event.Span)}");
            events += batch.Count;
        }

        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"read {tally.Read}, skipped {tally.Skipped}, failed {tally.Failed}; "
            + $"would send {events} events in {requests} requests"));
        await WriteReasonsAsync(output, tally);
        return tally.Failed > 0 ? ExitFailed : ExitOk;
    }

    private static async Task WriteSummaryAsync(TextWriter output, ReplayTally tally, TimeSpan elapsed)
    {
        var seconds = Math.Max(elapsed.TotalSeconds, 0.001);
        FormattableString[] lines =
        [
            $"read        {tally.Read,12}",
            $"skipped     {tally.Skipped,12}",
            $"accepted    {tally.Accepted,12}",
            $"duplicates  {tally.Duplicates,12}  (counted in accepted)",
            $"failed      {tally.Failed,12}",
            $"retries     {tally.Retries,12}",
            $"seconds     {seconds,12:0.00}",
            $"events/s    {(tally.Accepted + tally.Failed) / seconds,12:0}",
        ];
        foreach (var line in lines) await output.WriteLineAsync(FormattableString.Invariant(line));
    }

    private static async Task WriteReasonsAsync(TextWriter output, ReplayTally tally)
    {
        foreach (var reason in tally.Reasons) await output.WriteLineAsync($"  {reason}");
        if (tally.Failed > ReplayTally.ReasonsMax)
            await output.WriteLineAsync($"  … and {tally.Failed - ReplayTally.ReasonsMax} more");
    }

    private static async Task<int> EndAsync(TextWriter output, TextWriter error, ReplayTally tally, string? fault)
    {
        await WriteReasonsAsync(output, tally);
        if (fault is not null) await error.WriteLineAsync($"replay: ended early: {fault}");
        if (tally.Unconfirmed > 0)
            await error.WriteLineAsync(
                $"replay: {tally.Unconfirmed} events read have no answer; send the file again, the ids are the same");
        return fault is null && tally.Failed == 0 && tally.Unconfirmed == 0 ? ExitOk : ExitFailed;
    }
}
