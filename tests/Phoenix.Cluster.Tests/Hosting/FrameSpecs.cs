using Akka.Actor;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Hosting;

/// <summary>Akka's default frame of 128,000 bytes drops what is larger, and the sender hears nothing.</summary>
public sealed class FrameSpecs
{
    private sealed class Counter : ReceiveActor
    {
        public Counter() => Receive<AcceptEvents>(m => Sender.Tell(
            new EventsAcceptedReply(m.Events.Sum(e => (long)e.SizeBytes), new bool[m.Events.Count])));
    }

    [Fact]
    public async Task A_request_of_one_mebibyte_passes_between_nodes()
    {
        var settings = EngineKit.Settings(new SqliteDatabase("unused"), provider: "remote");
        using var near = ActorSystem.Create("near", settings);
        using var far = ActorSystem.Create("far", settings);
        far.ActorOf(Props.Create<Counter>(), "counter");
        var address = ((ExtendedActorSystem)far).Provider.DefaultAddress;
        Assert.True(settings.GetByteSize("akka.remote.dot-netty.tcp.maximum-frame-size") >= 4 * 1024 * 1024);
        // What compresses badly: the frame is as large as it gets.
        var random = new Random(1);
        var events = Enumerable.Range(0, 100).Select(i => Event(
            $"e{i}", pad: Convert.ToHexString(Enumerable.Range(0, 5_200).Select(_ => (byte)random.Next(256))
                .ToArray()))).ToArray();

        var reply = await near.ActorSelection($"{address}/user/counter").Ask<EventsAcceptedReply>(
            Accept(new TenantId("acme"), events), EngineKit.Patience);

        Assert.InRange(reply.Position, 1024 * 1024, 1_100_000);
        await near.Terminate();
        await far.Terminate();
    }
}
