using System.Net;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Faults;

/// <summary>A node under a supervisor, which starts it again where the cluster has downed it (exit code 3).</summary>
internal sealed class SupervisedNode : IAsyncDisposable
{
    private const int Downed = 3;

    private readonly Lock _lock = new();
    private readonly NodeSettings _settings;
    private readonly Findings _findings;
    private readonly string _logFile;
    private readonly List<NodeProcess> _processes = [];
    private Task<int> _end = Task.FromResult(0);
    private bool _isMeantToEnd;

    public SupervisedNode(NodeSettings settings, string logFile, Findings findings)
    {
        (_settings, _logFile, _findings) = (settings, logFile, findings);
        Http = new HttpClient(new SocketsHttpHandler { ConnectTimeout = TimeSpan.FromSeconds(2) })
        {
            BaseAddress = new Uri($"http://{settings.Host}:{settings.HttpPort}"),
            Timeout = TimeSpan.FromSeconds(5),
        };
    }

    /// <summary>A client that outlives the process.</summary>
    public HttpClient Http { get; }

    public Uri SocketUrl => new($"ws://{_settings.Host}:{_settings.HttpPort}");

    /// <summary>How often it ended because the cluster had downed it.</summary>
    public int SelfDowns { get; private set; }

    public void Start()
    {
        lock (_lock)
        {
            _isMeantToEnd = false;
            _processes.Add(NodeProcess.Start(_settings));
            _end = SuperviseAsync(_processes[^1]);
        }
    }

    /// <summary>SIGKILL; it stays down until it is started.</summary>
    public async Task KillAsync()
    {
        await MeanToEnd(process => process.KillAsync());
        await _end;
    }

    /// <summary>SIGTERM; it stays down until it is started.</summary>
    public async Task TerminateAsync()
    {
        var code = await MeanToEnd(process => process.TerminateAsync());
        _findings.Require(code is 0 or Downed, () => $"After SIGTERM {_settings.Host} ended with {code}.");
        await _end;
    }

    public void Pause()
    {
        lock (_lock) _processes[^1].Pause();
    }

    public void Resume()
    {
        lock (_lock) _processes[^1].Resume();
    }

    public async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await Http.GetAsync("/ready");
            return response.StatusCode == HttpStatusCode.OK;
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            return false;
        }
    }

    private T MeanToEnd<T>(Func<NodeProcess, T> end)
    {
        lock (_lock)
        {
            _isMeantToEnd = true;
            return end(_processes[^1]);
        }
    }

    private async Task<int> SuperviseAsync(NodeProcess process)
    {
        var code = await process.EndAsync();
        await File.AppendAllTextAsync(_logFile, $"{process.Log}\n===== ended with {code}\n\n");
        lock (_lock)
        {
            if (_isMeantToEnd) return code;
            if (code == Downed) SelfDowns++;
            else _findings.Add($"A node ended by itself with {code}; see {_logFile}.");
            Start();
            return code;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_processes.Count > 0) await KillAsync();
        foreach (var process in _processes) await process.DisposeAsync();
        Http.Dispose();
    }
}
