using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Phoenix.Cluster.Hosting;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Serialization;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Hosting;

/// <summary>Nodes that talk TLS: whom they take for one of them, with certificates made here.</summary>
public sealed class RemoteTlsSpecs : IAsyncLifetime
{
    private sealed class Echo : ReceiveActor
    {
        public Echo() => ReceiveAny(m => Sender.Tell(m));
    }

    private static readonly TimeSpan Refusal = TimeSpan.FromSeconds(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("phoenix-tls-").FullName;
    private readonly List<ActorSystem> _systems = [];
    private readonly TestAuthority _ours;
    private readonly TestAuthority _others;

    public RemoteTlsSpecs() =>
        (_ours, _others) = (new TestAuthority(_folder, "ours"), new TestAuthority(_folder, "others"));

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var system in _systems) await system.Terminate();
        _ours.Dispose();
        _others.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Nodes_of_one_authority_talk()
    {
        var far = Start(Options(_ours, _ours));
        var near = Start(Options(_ours, _ours));

        var answer = await AskAsync(near, far, EngineKit.Patience);

        Assert.IsType<EventsAcceptedReply>(answer);
    }

    [Theory]
    [InlineData("another authority's certificate")]
    [InlineData("a certificate for another name")]
    [InlineData("no certificate")]
    [InlineData("no TLS")]
    public async Task A_stranger_does_not_get_in(string stranger)
    {
        var far = Start(Options(_ours, _ours));
        var near = Start(stranger switch
        {
            "another authority's certificate" => Options(_others, _ours),
            "a certificate for another name" => Options(_ours, _ours),
            "no certificate" => Options(_ours, _ours, mutual: false),
            _ => new TlsOptions(),
        });
        if (stranger == "a certificate for another name") far = Start(Options(_ours, _ours, name: "10.9.8.7"));

        await Assert.ThrowsAsync<AskTimeoutException>(() => AskAsync(near, far, Refusal));
    }

    [Fact]
    public void A_file_that_is_no_certificate_is_named()
    {
        var options = Options(_ours, _ours);
        Assert.Empty(options.Validate());

        options.Authority = Path.Combine(_folder, "none.pem");
        Assert.StartsWith("Phoenix:Cluster:Tls:Authority is '", Assert.Single(options.Validate()));
        options.Authority = null;
        options.CertificateKey = null;
        Assert.StartsWith("Phoenix:Cluster:Tls:Certificate is '", Assert.Single(options.Validate()));
        options.Certificate = null;
        options.Password = "secret";
        Assert.Equal(
            "Phoenix:Cluster:Tls:Password is '(secret)': it may be set with Certificate only.",
            Assert.Single(options.Validate()));
    }

    private static TlsOptions Options(
        TestAuthority mine, TestAuthority trusted, string name = "127.0.0.1", bool mutual = true)
    {
        var (certificate, key) = mine.Issue(name);
        return new TlsOptions
        {
            Certificate = certificate, CertificateKey = key, Authority = trusted.WriteRoot(),
            MutualAuthentication = mutual,
        };
    }

    private ActorSystem Start(TlsOptions tls)
    {
        var cluster = new ClusterOptions { Port = 0, Tls = tls };
        var settings = ConfigurationFactory.ParseString("akka.actor.provider = remote")
            .WithFallback(ConfigurationFactory.ParseString(SerializationConfig.Hocon))
            .WithFallback(ConfigurationFactory.ParseString(EngineConfig.Of(cluster, new SqliteDatabase(_folder))));
        var setup = ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(settings));
        if (tls.IsEnabled) setup = setup.And(RemoteTls.SetupOf(tls));
        var system = ActorSystem.Create("phoenix", setup);
        _systems.Add(system);
        system.ActorOf(Props.Create<Echo>(), "echo");
        return system;
    }

    private static Task<object> AskAsync(ActorSystem near, ActorSystem far, TimeSpan patience)
    {
        var address = ((ExtendedActorSystem)far).Provider.DefaultAddress;
        // A stranger without TLS tries the port with what it has.
        address = address.WithProtocol(((ExtendedActorSystem)near).Provider.DefaultAddress.Protocol);
        return near.ActorSelection($"{address}/user/echo")
            .Ask<object>(new EventsAcceptedReply(1, [true]), patience);
    }
}
