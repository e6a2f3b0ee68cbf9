using Phoenix.Cluster.Tenants;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Tenants;

public sealed class TenantAdmissionSpecs
{
    private static readonly TenantId Acme = new("acme");

    [Fact]
    public async Task Refuses_events_of_an_unknown_tenant_and_keeps_no_trace_of_it()
    {
        await using var kit = new EngineKit();

        Assert.Equal(ErrorCode.Forbidden, Assert.IsType<Refusal>(await kit.AskAsync(Accept(Acme, "a"))).Code);
        Assert.Equal(
            ErrorCode.NotFound, Assert.IsType<Refusal>(await kit.AskAsync(new ChangeTenant(Acme, null, "x", null)))
                .Code);
        Assert.Equal(ErrorCode.NotFound, Assert.IsType<Refusal>(await kit.AskAsync(new RotateSigningSecret(Acme)))
            .Code);
        Assert.Empty(await kit.LogAsync(Acme));
        Assert.Null(await kit.Registry.FindTenantAsync(Acme, default));
    }

    [Fact]
    public async Task Creates_an_unknown_tenant_where_it_may()
    {
        await using var kit = new EngineKit(new TenantOptions { AutoProvision = true });

        var replies = await Task.WhenAll(Enumerable.Range(0, 5)
            .Select(i => kit.AskAsync<EventsAcceptedReply>(Accept(Acme, $"e{i}"))));

        var log = await kit.LogAsync(Acme);
        Assert.All(replies, r => Assert.Equal([false], r.Duplicates));
        Assert.IsType<TenantCreated>(log[0].Event);
        Assert.Single(log, r => r.Event is TenantCreated);
        Assert.Equal(5, log.Sum(r => IdsOf(r.Event).Count));
        await EngineKit.BecomesTrueAsync(
            async () => await kit.Registry.FindTenantAsync(Acme, default) is not null,
            "The registry lacks the tenant.");
    }

    [Fact]
    public async Task A_suspension_takes_effect_where_it_stands_in_the_log()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "seed"));
        var held = kit.Faults.HoldNext();
        var before = kit.AskAsync(Accept(Acme, "before"));
        await held.Arrived;
        var same = kit.AskAsync(Accept(Acme, "same"));
        var suspended = kit.AskAsync(new ChangeTenant(Acme, TenantStatus.Suspended, null, null));
        // Taken, for the tenant was active when it came; refused, for it stands behind the suspension.
        var behind = kit.AskAsync(Accept(Acme, "behind"));
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "seed"));
        held.Release();

        Assert.IsType<EventsAcceptedReply>(await before);
        Assert.IsType<EventsAcceptedReply>(await same);
        Assert.Equal(TenantStatus.Suspended, Assert.IsType<TenantReply>(await suspended).Status);
        Assert.Equal(ErrorCode.Forbidden, Assert.IsType<Refusal>(await behind).Code);
        Assert.Equal(ErrorCode.Forbidden, Assert.IsType<Refusal>(await kit.AskAsync(Accept(Acme, "later"))).Code);

        await kit.AskAsync<TenantReply>(new ChangeTenant(Acme, TenantStatus.Active, null, null));
        Assert.Equal([false], (await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "behind"))).Duplicates);
        Assert.Equal(
            ["seed", "before", "same", "behind"], (await kit.LogAsync(Acme)).SelectMany(r => IdsOf(r.Event)));
    }

    [Fact]
    public async Task Stays_suspended_when_it_starts_again()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.AskAsync<TenantReply>(new ChangeTenant(Acme, TenantStatus.Suspended, null, null));

        await kit.KillAsync(Acme);

        Assert.Equal(ErrorCode.Forbidden, Assert.IsType<Refusal>(await kit.AskAsync(Accept(Acme, "a"))).Code);
    }

    [Fact]
    public async Task Sheds_when_too_many_events_wait()
    {
        await using var kit = new EngineKit(new TenantOptions { PendingEventsMax = 3 });
        await kit.CreateTenantAsync(Acme);
        var held = kit.Faults.HoldNext();
        var taken = new List<Task<object>> { kit.AskAsync(Accept(Acme, "a")) };
        await held.Arrived;
        taken.Add(kit.AskAsync(Accept(Acme, Event("b"), Event("c"))));

        var shed = Assert.IsType<Refusal>(await kit.AskAsync(Accept(Acme, "d")));
        held.Release();

        Assert.Equal((ErrorCode.Unavailable, true), (shed.Code, shed.RetryAfterSeconds > 0));
        Assert.All(await Task.WhenAll(taken), r => Assert.IsType<EventsAcceptedReply>(r));
        Assert.Equal([false], (await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "d"))).Duplicates);
    }

    [Fact]
    public async Task Sheds_when_too_many_bytes_wait()
    {
        await using var kit = new EngineKit(new TenantOptions { PendingBytesMax = 1_000 });
        await kit.CreateTenantAsync(Acme);
        var held = kit.Faults.HoldNext();
        var taken = kit.AskAsync(Accept(Acme, Event("a", pad: new string('x', 1_000))));
        await held.Arrived;

        var shed = Assert.IsType<Refusal>(await kit.AskAsync(Accept(Acme, "b")));
        held.Release();

        Assert.Equal(ErrorCode.Unavailable, shed.Code);
        Assert.IsType<EventsAcceptedReply>(await taken);
    }

    [Fact]
    public async Task Limits_the_ids_of_a_window_but_not_their_repeats()
    {
        await using var kit = new EngineKit(new TenantOptions { DedupeIdsMax = 3, DedupeWindowSeconds = 10 });
        await kit.CreateTenantAsync(Acme);
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, Event("a"), Event("b"), Event("c")));

        var limited = Assert.IsType<Refusal>(await kit.AskAsync(Accept(Acme, "d")));
        var repeat = await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "b"));
        kit.Time.Advance(TimeSpan.FromSeconds(10));
        var later = await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "d"));

        Assert.Equal((ErrorCode.RateLimited, true), (limited.Code, limited.RetryAfterSeconds > 0));
        Assert.Equal([true], repeat.Duplicates);
        Assert.Equal([false], later.Duplicates);
    }

    [Fact]
    public async Task Limits_the_events_of_a_second_but_not_their_repeats()
    {
        await using var kit = new EngineKit(new TenantOptions { EventsPerSecondMax = 2 });
        await kit.CreateTenantAsync(Acme);
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, Event("a"), Event("b")));

        var limited = Assert.IsType<Refusal>(await kit.AskAsync(Accept(Acme, "c")));
        var repeat = await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, Event("a"), Event("b")));
        kit.Time.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(ErrorCode.RateLimited, limited.Code);
        Assert.Equal([true, true], repeat.Duplicates);
        Assert.Equal([false], (await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "c"))).Duplicates);
    }

    [Fact]
    public async Task Writes_nothing_while_the_clocks_disagree()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);

        kit.Clock.Observe(kit.Time.GetUtcNow() + TimeSpan.FromSeconds(31));
        var refusal = Assert.IsType<Refusal>(await kit.AskAsync(Accept(Acme, "a")));
        kit.Clock.Observe(kit.Time.GetUtcNow());

        Assert.Equal(ErrorCode.Unavailable, refusal.Code);
        Assert.IsType<EventsAcceptedReply>(await kit.AskAsync(Accept(Acme, "a")));
    }
}
