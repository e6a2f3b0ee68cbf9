using Microsoft.Extensions.Time.Testing;
using Phoenix.Http.Auth;
using Phoenix.Messages.Ids;

namespace Phoenix.Http.Tests.Auth;

public sealed class TokenCacheSpecs
{
    private readonly FakeTimeProvider _time = new(HttpTestHost.Start);
    private readonly TokenCache _cache;

    public TokenCacheSpecs() => _cache = new TokenCache(_time);

    private Caller Caller(string tenant, TimeSpan? lifetime = null) =>
        new(new TenantId(tenant), null, false, false, _time.GetUtcNow() + (lifetime ?? TimeSpan.FromHours(1)));

    [Fact]
    public void Knows_the_whole_token_only()
    {
        var tail = new string('x', 30);
        _cache.Add("a" + tail, Caller("a"));
        _cache.Add("b" + tail, Caller("b"));

        Assert.True(_cache.TryGet("a" + tail, out var known));
        Assert.Equal("a", known.Caller.Tenant!.Value.Value);
        Assert.False(_cache.TryGet("c" + tail, out _));
        Assert.False(_cache.TryGet(tail, out _));
        Assert.False(_cache.TryGet("", out _));
    }

    [Fact]
    public void Forgets_after_five_minutes_used_or_not()
    {
        _cache.Add("token", Caller("a"));
        for (var minute = 0; minute < 5; minute++)
        {
            Assert.True(_cache.TryGet("token", out _));
            _time.Advance(TimeSpan.FromMinutes(1));
        }

        Assert.False(_cache.TryGet("token", out _));
    }

    [Fact]
    public void Forgets_when_the_token_ends()
    {
        _cache.Add("token", Caller("a", TimeSpan.FromSeconds(10)));
        _time.Advance(TimeSpan.FromSeconds(39));
        Assert.True(_cache.TryGet("token", out _));
        _time.Advance(TimeSpan.FromSeconds(1));

        Assert.False(_cache.TryGet("token", out _));
    }

    [Fact]
    public void Keeps_what_is_used_and_forgets_the_rest_when_it_is_full()
    {
        _cache.Add("used", Caller("a"));
        _cache.Add("unused", Caller("b"));
        for (var i = 0; i < 20_000; i++)
        {
            _cache.Add($"token-{i}", Caller("c"));
            if (i % 1_000 == 0) Assert.True(_cache.TryGet("used", out _));
        }

        Assert.True(_cache.TryGet("used", out _));
        Assert.False(_cache.TryGet("unused", out _));
        Assert.True(Enumerable.Range(0, 20_000).Count(i => _cache.TryGet($"token-{i}", out _)) <= 10_000);
    }
}
