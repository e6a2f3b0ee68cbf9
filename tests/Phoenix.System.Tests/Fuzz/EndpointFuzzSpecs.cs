using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Phoenix.System.Tests.Contract;
using Phoenix.System.Tests.OpenApi;
using Phoenix.TestSupport.Fuzz;
using Phoenix.TestSupport.Nodes;
using Phoenix.TestSupport.OpenApi;
using Xunit.Abstractions;

namespace Phoenix.System.Tests.Fuzz;

/// <summary>
/// Every operation of the document with requests that are wrong somewhere, and sockets with messages and frames that
/// are, against a running node: each gets an answer in time that is no fault of ours and tells nothing, and beside it a
/// tenant goes on as if nothing were. Made of the document, so that a new endpoint is covered by itself.
/// </summary>
/// <remarks><c>PHOENIX_FUZZ_SECONDS</c> sets for how long (20), <c>PHOENIX_FUZZ_SEED</c> the seed.</remarks>
public sealed class EndpointFuzzSpecs(ITestOutputHelper output) : IDisposable
{
    private const int Workers = 6;
    private const int RequestsOfABoard = 150;
    private const int TriesOfTheBystander = 10;
    private const int FaultsMax = 20;
    private const int LogCharsMax = 20_000;

    /// <summary>The contract's 15 s from the request's last byte, and what a crowded machine adds.</summary>
    private static readonly TimeSpan AnswerTime = TimeSpan.FromSeconds(25);

    private readonly DataFolder _data = new();
    private readonly SeededTime _time = new("FUZZ", 20);
    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<string, int> _answers = new();
    private Bystander? _bystander;

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task No_request_breaks_a_node_or_goes_unanswered()
    {
        await using var node = await StartAsync();
        var contract = ApiContract.Parse(await node.Http.GetStringAsync("/openapi/v1.json"));
        await RunAsync(node, worker => RequestAsync(node, contract, worker));

        var operations = contract.Operations.Select(operation => operation.Key).ToHashSet();
        Assert.Empty(operations.Except(_answers.Keys.Select(key => key[..key.LastIndexOf(' ')])));
    }

    [Fact]
    public async Task No_message_or_frame_breaks_a_socket_of_others()
    {
        await using var node = await StartAsync();
        var contract = ApiContract.Parse(await node.Http.GetStringAsync("/openapi/v1.json"));
        await RunAsync(node, worker => TalkAsync(node, contract, worker));
    }

    private Task<NodeProcess> StartAsync() => NodeProcess.StartReadyAsync(new NodeSettings
    {
        DataDirectory = _data.Path,
        Environment = "Production",
        Variables = new Dictionary<string, string> { ["Logging__LogLevel__Default"] = "Warning" },
    });

    /// <summary>Lets the workers work, each on a tenant of its own, and one bystander beside them.</summary>
    private async Task RunAsync(NodeProcess node, Func<int, Task<int>> work)
    {
        output.WriteLine(_time.Again(_time.Seed));
        await FirstWrite.AwaitAsync(node);
        _bystander = new Bystander(node.Http);
        await _bystander.CreateAsync();
        var counts = await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(() => work(worker))));

        await _bystander.CheckAsync();
        using var ready = await node.Http.GetAsync("/ready");
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);
        output.WriteLine($"{counts.Sum()} tries; {string.Join(", ", _answers.OrderBy(answer => answer.Key))}");
        foreach (var line in node.Log.Split('\n').Where(line => line.StartsWith("fail:") || line.StartsWith("crit:")))
            _faults.Enqueue($"the node's log has {line}");
        var log = node.Log[..Math.Min(node.Log.Length, LogCharsMax)];
        Assert.True(
            _faults.IsEmpty, $"{_time.Again(_time.Seed)}:\n{string.Join("\n\n", _faults)}\n\nThe log:\n{log}");
    }

    private bool IsOver(long started) =>
        Stopwatch.GetElapsedTime(started) > _time.Duration || _faults.Count > FaultsMax;

    private async Task<int> RequestAsync(NodeProcess node, ApiContract contract, int worker)
    {
        var (random, started) = (new Random(_time.Seed + worker), Stopwatch.GetTimestamp());
        var tenant = new FuzzTenant(node.Http, worker, _time.Seed);
        var check = new AnswerCheck(contract, [Bystander.User, "bystander-event"]);
        var count = 0;
        for (; !IsOver(started); count++)
        {
            if (count % RequestsOfABoard == 0) await tenant.RenewAsync();
            if (worker == 0 && count % TriesOfTheBystander == 0) await _bystander!.SendAsync();
            // Each in turn, and then any.
            var operation = contract.Operations[
                count < contract.Operations.Count ? count : random.Next(contract.Operations.Count)];
            var request = RequestMutator.Mutate(
                random, tenant.CallOf(operation), tenant.CredentialOf(operation, random), tenant.Token);
            await TryAsync(node, check, request);
        }
        return count;
    }

    private async Task TryAsync(NodeProcess node, AnswerCheck check, FuzzedRequest request)
    {
        try
        {
            var answer = await RawHttp.ExchangeAsync(
                node.Settings.HttpPort, request.ToBytes(node.Settings.HttpPort), request.EndsSending, AnswerTime);
            foreach (var fault in check.FaultsOf(request, answer)) _faults.Enqueue($"{fault}\nto {request}");
            _answers.AddOrUpdate($"{request.Operation.Key} {answer?.Status ?? 0}", 1, (_, seen) => seen + 1);
        }
        catch (OperationCanceledException)
        {
            _faults.Enqueue($"no answer within {AnswerTime}\nto {request}");
        }
    }

    private async Task<int> TalkAsync(NodeProcess node, ApiContract contract, int worker)
    {
        var (random, started) = (new Random(_time.Seed + worker), Stopwatch.GetTimestamp());
        var tenant = new FuzzTenant(node.Http, worker, _time.Seed);
        var count = 0;
        for (; !IsOver(started); count++)
        {
            if (count % RequestsOfABoard == 0) await tenant.RenewAsync();
            if (worker == 0 && count % TriesOfTheBystander == 0) await _bystander!.SendAsync();
            var talk = new FuzzedTalk(random, contract);
            try
            {
                var fault = await talk.RunAsync(node.Settings.HttpPort, tenant, AnswerTime);
                if (fault is not null) _faults.Enqueue($"{fault}\nafter {talk}");
            }
            catch (OperationCanceledException)
            {
                _faults.Enqueue($"silence for {AnswerTime}\nafter {talk}");
            }
            _answers.AddOrUpdate($"ended by {talk.End}", 1, (_, seen) => seen + 1);
        }
        return count;
    }
}
