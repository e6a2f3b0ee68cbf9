using System.Diagnostics;
using System.Net;
using System.Text;

namespace Phoenix.TestSupport.Nodes;

/// <summary>A real node: the built executable in a process of its own, to be asked, terminated and killed.</summary>
public sealed class NodeProcess : IAsyncDisposable
{
    private const int LogCharsMax = 1_000_000;

    private readonly Process _process;
    private readonly StringBuilder _log = new();

    private NodeProcess(Process process, NodeSettings settings)
    {
        _process = process;
        Settings = settings;
        Http = new HttpClient { BaseAddress = Url, Timeout = TimeSpan.FromSeconds(30) };
        _process.OutputDataReceived += (_, line) => Keep(line.Data);
        _process.ErrorDataReceived += (_, line) => Keep(line.Data);
        AppDomain.CurrentDomain.ProcessExit += KillIfAlive;
    }

    /// <summary>What it was started with; starts it again after its end.</summary>
    public NodeSettings Settings { get; }

    /// <summary>The process's id.</summary>
    public int Id => _process.Id;

    /// <summary>The node's address.</summary>
    public Uri Url => new($"http://{Settings.Host}:{Settings.HttpPort}");

    /// <summary>A client of the node without any credential.</summary>
    public HttpClient Http { get; }

    /// <summary>What the process has used so far.</summary>
    public TimeSpan ProcessorTime => ProcStat.Of(Id)!.ProcessorTime;

    /// <summary>Its resident set.</summary>
    public long ResidentBytes => ProcStat.Of(Id)!.ResidentBytes;

    /// <summary>What the node has written to both of its outputs.</summary>
    public string Log
    {
        get
        {
            lock (_log) return _log.ToString();
        }
    }

    /// <summary>Starts a process; it is not ready yet.</summary>
    public static NodeProcess Start(NodeSettings settings)
    {
        Directory.CreateDirectory(settings.DataDirectory);
        string[] line = [.. settings.Launcher, "dotnet", .. settings.Program ?? [RepositoryPaths.NodeAssembly]];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = settings.DataDirectory,
        };
        foreach (var (name, value) in settings.AllVariables()) start.Environment[name] = value;
        var node = new NodeProcess(new Process { StartInfo = start }, settings);
        node._process.Start();
        node._process.BeginOutputReadLine();
        node._process.BeginErrorReadLine();
        return node;
    }

    /// <summary>Starts a process and awaits its readiness.</summary>
    public static async Task<NodeProcess> StartReadyAsync(NodeSettings settings)
    {
        var node = Start(settings);
        try
        {
            await node.WaitForReadyAsync();
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Awaits <c>/ready</c> answering as asked.</summary>
    /// <exception cref="InvalidOperationException">The process ended; the message holds its log.</exception>
    public Task WaitForReadyAsync(HttpStatusCode status = HttpStatusCode.OK) => Condition.BecomesTrueAsync(
        async () =>
        {
            if (_process.HasExited)
                throw new InvalidOperationException($"The node ended with {_process.ExitCode}:\n{Log}");
            return await ReadyStatusAsync() == status;
        },
        () => $"/ready did not become {(int)status}; the node's log:\n{Log}");

    private async Task<HttpStatusCode?> ReadyStatusAsync()
    {
        try
        {
            using var response = await Http.GetAsync("/ready");
            return response.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>SIGKILL, and the end of the process.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await WaitForExitAsync();
    }

    /// <summary>SIGSTOP: it stands still until it is resumed, and its connections stay.</summary>
    public void Pause() => Signals.Send(_process.Id, Signals.Stop);

    /// <summary>SIGCONT.</summary>
    public void Resume() => Signals.Send(_process.Id, Signals.Continue);

    /// <summary>SIGTERM, and the exit code.</summary>
    public Task<int> TerminateAsync()
    {
        Signals.Send(_process.Id, Signals.Term);
        return WaitForExitAsync();
    }

    /// <summary>Awaits the end of the process by itself; the exit code.</summary>
    public async Task<int> WaitForExitAsync()
    {
        using var patience = new CancellationTokenSource(Condition.Patience);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"The node did not end; its log:\n{Log}");
        }

        return _process.ExitCode;
    }

    /// <summary>The exit code, however long the process lives.</summary>
    public async Task<int> EndAsync()
    {
        await _process.WaitForExitAsync();
        return _process.ExitCode;
    }

    private void Keep(string? line)
    {
        lock (_log)
        {
            if (line is not null && _log.Length < LogCharsMax) _log.AppendLine(line);
        }
    }

    private void KillIfAlive(object? sender, EventArgs e)
    {
        if (!_process.HasExited) _process.Kill();
    }

    /// <summary>Kills the process if it lives.</summary>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= KillIfAlive;
        if (!_process.HasExited) await KillAsync();
        _process.Dispose();
        Http.Dispose();
    }
}
