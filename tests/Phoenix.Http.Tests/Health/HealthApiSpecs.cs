using Phoenix.Http.Health;
using Phoenix.Http.Tests.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Tests.Health;

public class HealthApiSpecs : IAsyncLifetime
{
    private readonly GatewayHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();
    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Is_healthy_while_it_lives_whatever_the_engine_does()
    {
        Assert.Equal((200, """{"status":"ok"}"""), await GetAsync("/health"));
        Assert.Empty(_host.Engine.Asked);
    }

    [Fact]
    public async Task Is_ready_when_every_check_passes()
    {
        _host.Engine.Reply = _ => new ReadinessReply(
            new Dictionary<string, string?> { ["journal"] = null, ["clock"] = null });
        Assert.Equal((200, """{"status":"ready"}"""), await GetAsync("/ready"));
        Assert.IsType<GetReadiness>(Assert.Single(_host.Engine.Asked));
    }

    [Fact]
    public async Task Names_the_checks_that_fail()
    {
        _host.Engine.Reply = _ => new ReadinessReply(
            new Dictionary<string, string?> { ["journal"] = "no write in 1 s", ["cluster"] = null });
        Assert.Equal(
            (503, """{"status":"not_ready","checks":{"journal":"no write in 1 s","cluster":"ok"}}"""),
            await GetAsync("/ready"));
    }

    [Fact]
    public async Task Is_not_ready_when_the_engine_refuses()
    {
        _host.Engine.Reply = _ => new Refusal(ErrorCode.Unavailable, "starting", 1);
        Assert.Equal((503, """{"status":"not_ready","checks":{"engine":"starting"}}"""), await GetAsync("/ready"));
    }

    [Fact]
    public async Task Is_not_ready_when_the_check_itself_breaks_and_tells_no_internals()
    {
        _host.Engine.Reply = _ => throw new InvalidOperationException("secret");
        Assert.Equal(
            (503, """{"status":"not_ready","checks":{"engine":"the check failed"}}"""), await GetAsync("/ready"));
    }

    [Fact]
    public async Task Gives_up_on_a_silent_engine_after_two_seconds()
    {
        var asked = new TaskCompletionSource();
        var never = new TaskCompletionSource();
        _host.Engine.Wait = _ =>
        {
            asked.SetResult();
            return never.Task;
        };
        var pending = GetAsync("/ready");
        await asked.Task;
        _host.Time.Advance(HealthApi.ReadyTimeout - TimeSpan.FromMilliseconds(1));
        Assert.False(pending.IsCompleted);
        _host.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal(
            (503, """{"status":"not_ready","checks":{"engine":"no answer within 2 s"}}"""), await pending);
        never.SetResult();
    }

    [Fact]
    public async Task Is_not_ready_while_stopping()
    {
        // The request is inside the host when it begins to stop, as one from a load balancer would be.
        var asked = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        _host.Engine.Wait = _ =>
        {
            asked.SetResult();
            return goOn.Task;
        };
        _host.Engine.Reply = _ => new ReadinessReply(new Dictionary<string, string?> { ["journal"] = null });
        var pending = GetAsync("/ready");
        await asked.Task;
        _host.Lifetime.StopApplication();
        goOn.SetResult();
        Assert.Equal(
            (503, """{"status":"not_ready","checks":{"host":"this node is shutting down"}}"""), await pending);
    }

    private async Task<(int Status, string Body)> GetAsync(string path)
    {
        using var response = await _host.SendAsync("", "GET", path);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }
}
