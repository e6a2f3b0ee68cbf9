using Akka.Actor;
using Akka.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Phoenix.Http.Hosting;
using Phoenix.Http.Telemetry;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Http.Tests.Hosting;

public sealed class AkkaEngineClientSpecs : IAsyncLifetime
{
    private static readonly AcceptEvents Write = new(new TenantId("acme"), []);
    private static readonly GetRank Question = new(
        new TenantId("acme"), new LeaderboardId("b"), new StandingsScope(null, 0, 0), "u");
    private static readonly EventsAcceptedReply Accepted = new(1, []);

    private readonly ActorSystem _system = ActorSystem.Create("test");
    private readonly FakeTimeProvider _time = new(HttpTestHost.Start);
    private readonly List<object> _received = [];

    public Task InitializeAsync() => Task.CompletedTask;
    public Task DisposeAsync() => _system.Terminate();

    /// <summary>
    /// A client whose engine drops the first attempts (each takes 4 s of the fake clock), then answers.
    /// </summary>
    private AkkaEngineClient Client(int dropped, object? reply, bool register = true)
    {
        if (register)
        {
            var actor = _system.ActorOf(Props.Create(() => new Engine(this, dropped, reply)));
            var registry = ActorRegistry.For(_system);
            registry.Register<TenantRegion>(actor);
            registry.Register<LeaderboardRegion>(actor);
            registry.Register<RegistryReader>(actor);
        }
        var services = new ServiceCollection()
            .AddSingleton(_system)
            .AddSingleton<IReadOnlyActorRegistry>(ActorRegistry.For(_system))
            .AddMetrics().AddSingleton<GatewayInstruments>().BuildServiceProvider();
        return new AkkaEngineClient(
            services, _time, services.GetRequiredService<GatewayInstruments>(), NullLogger<AkkaEngineClient>.Instance)
        {
            AttemptTimeout = TimeSpan.FromMilliseconds(200),
        };
    }

    [Fact]
    public async Task Passes_an_answer_on()
    {
        var refusal = new Refusal(ErrorCode.Forbidden, "Suspended.");

        Assert.Same(Accepted, await Client(0, Accepted).AskTenantAsync(Write, default));
        Assert.Same(Write, Assert.Single(_received));
        ActorRegistry.For(_system).Register<TenantRegion>(
            _system.ActorOf(Props.Create(() => new Engine(this, 0, refusal))), overwrite: true);
        Assert.Same(refusal, await Client(0, null, register: false).AskTenantAsync(Write, default));
    }

    [Fact]
    public async Task Sends_the_same_message_again_where_no_answer_comes()
    {
        Assert.Same(Accepted, await Client(2, Accepted).AskTenantAsync(Write, default));

        Assert.True(_received.Count >= 3);
        Assert.All(_received, message => Assert.Same(Write, message));
    }

    [Fact]
    public async Task Every_attempt_of_a_control_command_names_its_request_and_no_other()
    {
        var command = new CreateTenant(new TenantId("acme"), "Acme");
        var client = Client(2, new TenantReply(command.TenantId, "Acme", TenantStatus.Active, 300, 0, null));

        await client.AskTenantAsync(command, default);
        var attempts = _received.Count;
        await client.AskTenantAsync(command, default);

        Assert.True(attempts >= 3);
        var first = Assert.IsType<CreateTenant>(_received[0]);
        Assert.NotEqual(0UL, first.RequestId);
        Assert.All(_received.Take(attempts), message => Assert.Same(first, message));
        Assert.NotEqual(first.RequestId, Assert.IsType<CreateTenant>(_received[^1]).RequestId);
    }

    [Fact]
    public async Task Asks_no_more_once_the_engine_has_ended()
    {
        var client = Client(0, Accepted);
        await client.AskTenantAsync(Write, default);
        await _system.Terminate();

        var written = await client.AskTenantAsync(Write, default).AsTask().WaitAsync(Condition.Patience);
        var asked = await client.AskLeaderboardAsync(Question, default).AsTask().WaitAsync(Condition.Patience);

        Assert.Equal(ErrorCode.InternalError, Assert.IsType<Refusal>(written).Code);
        Assert.Equal(ErrorCode.Unavailable, Assert.IsType<Refusal>(asked).Code);
    }

    [Theory]
    [InlineData(ErrorCode.Conflict)]
    [InlineData(ErrorCode.Forbidden)]
    [InlineData(ErrorCode.Unavailable)]
    public async Task Reports_a_refusal_after_silence_as_unknown_for_a_write(ErrorCode code)
    {
        var reply = await Client(1, new Refusal(code, "No.")).AskTenantAsync(Write, default);

        var refusal = Assert.IsType<Refusal>(reply);
        Assert.Equal(ErrorCode.InternalError, refusal.Code);
        Assert.Contains("same ids", refusal.Message);
    }

    [Fact]
    public async Task Passes_a_refusal_after_silence_on_for_a_question()
    {
        var refusal = new Refusal(ErrorCode.NotFound, "No such board.");

        Assert.Same(refusal, await Client(1, refusal).AskLeaderboardAsync(Question, default));
    }

    [Fact]
    public async Task Says_of_a_write_alone_that_it_may_have_been_carried_out_where_the_engine_fails()
    {
        var client = Client(0, new Status.Failure(new InvalidOperationException("internal text")));

        var write = Assert.IsType<Refusal>(await client.AskTenantAsync(Write, default));
        var question = Assert.IsType<Refusal>(await client.AskLeaderboardAsync(Question, default));

        Assert.Equal((ErrorCode.InternalError, ErrorCode.InternalError), (write.Code, question.Code));
        Assert.Contains("same ids", write.Message);
        Assert.DoesNotContain("same ids", question.Message);
        Assert.DoesNotContain("internal text", write.Message + question.Message);
    }

    [Fact]
    public async Task Gives_up_when_the_budget_is_used_up()
    {
        var client = Client(int.MaxValue, null);

        Assert.Equal(
            ErrorCode.InternalError, Assert.IsType<Refusal>(await client.AskTenantAsync(Write, default)).Code);
        // 4 s each within 13 s: at 0, 4, 8 and 12 s.
        Assert.Equal(4, _received.Count);
        Assert.Equal(
            ErrorCode.Unavailable, Assert.IsType<Refusal>(await client.AskLeaderboardAsync(Question, default)).Code);
        Assert.Equal(8, _received.Count);
    }

    [Fact]
    public async Task Answers_503_while_the_engine_has_not_started()
    {
        var client = Client(0, null, register: false);

        foreach (var reply in new[]
        {
            await client.AskTenantAsync(Write, default),
            await client.AskLeaderboardAsync(Question, default),
            await client.AskRegistryAsync(GetReadiness.Instance, default),
        })
        {
            Assert.Equal(ErrorCode.Unavailable, Assert.IsType<Refusal>(reply).Code);
        }
    }

    [Fact]
    public async Task Does_not_take_a_write_back_when_its_sender_leaves()
    {
        using var gone = new CancellationTokenSource();
        gone.Cancel();
        var client = Client(0, Accepted);

        Assert.Same(Accepted, await client.AskTenantAsync(Write, gone.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await client.AskLeaderboardAsync(Question, gone.Token));
    }

    private sealed class Engine : ReceiveActor
    {
        public Engine(AkkaEngineClientSpecs test, int dropped, object? reply)
        {
            var count = 0;
            ReceiveAny(message =>
            {
                test._received.Add(message);
                if (count++ < dropped) test._time.Advance(TimeSpan.FromSeconds(4));
                else if (reply is not null) Sender.Tell(reply);
            });
        }
    }
}
