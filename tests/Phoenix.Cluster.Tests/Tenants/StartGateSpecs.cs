using Microsoft.Extensions.Time.Testing;
using Phoenix.Cluster.Tenants;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Tenants;

public sealed class StartGateSpecs
{
    [Fact]
    public void Waits_a_second_and_twice_as_long_each_further_time_up_to_ten()
    {
        var time = new FakeTimeProvider();
        var gate = new StartGate(time);
        Assert.Equal(TimeSpan.Zero, gate.DelayOf("t"));

        foreach (var seconds in new[] { 1, 2, 4, 8, 10, 10 })
        {
            gate.OnFailed("t");
            Assert.Equal(TimeSpan.FromSeconds(seconds), gate.DelayOf("t"));
            time.Advance(TimeSpan.FromSeconds(seconds));
            Assert.Equal(TimeSpan.Zero, gate.DelayOf("t"));
        }
        Assert.Equal(TimeSpan.Zero, gate.DelayOf("other"));
    }

    [Fact]
    public void Starts_small_again_once_the_entity_has_written()
    {
        var gate = new StartGate(new FakeTimeProvider());
        gate.OnFailed("t");
        gate.OnFailed("t");

        gate.OnHealthy("t");

        Assert.Equal(TimeSpan.Zero, gate.DelayOf("t"));
        gate.OnFailed("t");
        Assert.Equal(TimeSpan.FromSeconds(1), gate.DelayOf("t"));
    }

    [Fact]
    public async Task Waits_longer_for_a_log_that_can_be_read_but_not_written()
    {
        await using var kit = new EngineKit();
        var tenant = new TenantId("acme");
        await kit.CreateTenantAsync(tenant);
        kit.Faults.FailNext(JournalFault.FailBefore);
        kit.Faults.FailNext(JournalFault.FailBefore);

        await kit.AskAsync(Accept(tenant, "a"));
        var first = kit.Gate.DelayOf("acme");
        // Gone, not just going: what meets a dying actor is lost. Behind its delay it starts, loads well, fails again.
        await kit.KillAsync(tenant);
        kit.Time.Advance(first);
        await kit.AskAsync(Accept(tenant, "a"));

        Assert.Equal(TimeSpan.FromSeconds(1), first);
        Assert.Equal(TimeSpan.FromSeconds(2), kit.Gate.DelayOf("acme"));
        await new TellUntil(kit, Accept(tenant, "a")).UntilAsync<EventsAcceptedReply>();
        Assert.Equal(TimeSpan.Zero, kit.Gate.DelayOf("acme"));
    }
}
