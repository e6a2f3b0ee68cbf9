using System.Net.WebSockets;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Phoenix.Http.Live;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Nodes;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Http.Tests.Live;

/// <summary>How connections end, and how views roll over and come back.</summary>
public sealed class LiveCloseSpecs : IAsyncLifetime
{
    private LiveRig _rig = null!;

    public async Task InitializeAsync() => _rig = await LiveRig.StartAsync(Config(TimeframeType.Daily));

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    private LiveSockets Sockets => _rig.Host.Services.GetRequiredService<LiveSockets>();

    [Fact]
    public async Task A_message_over_64_KiB_closes_with_1009()
    {
        await using var client = await _rig.WatchAsync();
        await client.SendAsync(new string(' ', (64 * 1024) + 1));
        Assert.Equal(1009, await client.CloseCodeAsync());
        await EveryoneIsGoneAsync();
    }

    [Fact]
    public async Task The_hosts_end_closes_with_1001_and_nobody_new_comes_in()
    {
        await using var client = await _rig.WatchAsync();
        _rig.Host.Services.GetRequiredService<IHostApplicationLifetime>().StopApplication();
        Assert.Equal(1001, await client.CloseCodeAsync());
        Assert.NotNull(Sockets.Enter(LiveRig.Acme));
    }

    [Fact]
    public async Task A_suspended_tenants_sockets_are_closed_with_4403()
    {
        await using var client = await _rig.WatchAsync();
        await _rig.Kit.AskAsync<TenantReply>(new ChangeTenant(LiveRig.Acme, TenantStatus.Suspended, null, null));
        Assert.Equal(4403, await client.CloseCodeAsync());
        await EveryoneIsGoneAsync();
    }

    [Fact]
    public async Task A_step_of_the_clock_ends_no_token()
    {
        await using var client = await _rig.ConnectAsync(token: _rig.Token(TimeSpan.FromMinutes(1)));
        await client.NextAsync("snapshot");
        _rig.Time.Step = TimeSpan.FromDays(1);
        _rig.Time.Advance(TimeSpan.FromSeconds(1));
        await client.SendAsync("""{"type":"ping"}""");
        await client.NextAsync("pong");
    }

    [Fact]
    public async Task The_tokens_end_closes_with_4401()
    {
        var token = _rig.Token(TimeSpan.FromMinutes(1));
        await using var client = await _rig.ConnectAsync(token: token);
        await client.NextAsync("snapshot");
        _rig.Time.Advance(TimeSpan.FromSeconds(58));
        await client.SendAsync("""{"type":"ping"}""");
        await client.NextAsync();

        _rig.Time.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(4401, await client.CloseCodeAsync());
    }

    [Fact]
    public async Task A_client_that_reads_nothing_is_closed_with_1013_and_costs_nobody_else_anything()
    {
        // So long are the ids that a few pages fill every buffer on the way.
        for (var i = 0; i < 100; i++) await _rig.ScoreAsync(new string('é', 120) + i, 1);
        await using var stalled = await _rig.WatchAsync();
        await using var other = await _rig.WatchAsync("?page_size=1");
        for (var i = 0; i < 100; i++) await stalled.SendAsync("""{"type":"request_page"}""");

        await _rig.Kit.EventuallyAsync(
            () => Task.FromResult(Sockets.All.Any(s => s.CloseCode == 1013)), () => "It is not closed.",
            TimeSpan.FromMilliseconds(500));
        await _rig.ScoreAsync("first", 9);
        var rows = await NextRowsAsync(other);
        Assert.Equal("first", rows.GetProperty("entries")[0].GetProperty("user_id").GetString());

        Assert.Equal(1013, await stalled.CloseCodeAsync());
    }

    [Fact]
    public async Task A_client_that_never_reads_is_cut_off()
    {
        for (var i = 0; i < 100; i++) await _rig.ScoreAsync(new string('é', 120) + i, 1);
        await using var stalled = await _rig.WatchAsync();
        for (var i = 0; i < 100; i++) await stalled.SendAsync("""{"type":"request_page"}""");

        await _rig.Kit.EventuallyAsync(
            () => Task.FromResult(Sockets.Count == 0), () => "It is still there.", TimeSpan.FromMilliseconds(500));
    }

    [Fact]
    public async Task A_clients_own_close_is_answered()
    {
        await using var client = await _rig.WatchAsync();
        await client.Socket.CloseAsync(WebSocketCloseStatus.NormalClosure, "bye", CancellationToken.None);
        Assert.Equal(WebSocketState.Closed, client.Socket.State);
        await EveryoneIsGoneAsync();
    }

    [Fact]
    public async Task A_client_that_vanishes_is_forgotten()
    {
        var client = await _rig.WatchAsync();
        client.Socket.Abort();
        await EveryoneIsGoneAsync();
    }

    [Fact]
    public async Task Malformed_text_closes_the_connection()
    {
        await using var client = await _rig.WatchAsync();
        await client.Socket.SendAsync(
            new byte[] { 0xC3, 0x28 }, WebSocketMessageType.Text, true, CancellationToken.None);
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            while (await client.TryNextAsync() is not null)
            {
            }
            if (client.Socket.CloseStatus is not null) throw new WebSocketException("closed");
        });
        await EveryoneIsGoneAsync();
    }

    [Fact]
    public async Task A_window_that_rolls_over_is_announced_and_shown()
    {
        await _rig.ScoreAsync("a", 1);
        await using var current = await _rig.WatchAsync("?window_key=current");
        await using var usual = await _rig.WatchAsync();
        await using var fixedKey = await _rig.WatchAsync("?window_key=2026-03-01");

        _rig.Time.Advance(TimeSpan.FromHours(12));
        Assert.Equal("2026-03-02", KeyOf(await current.NextAsync("window_changed")));
        Assert.Equal(0, (await current.NextAsync("snapshot")).GetProperty("total").GetInt32());

        // Without a key the new day is shown once it has entries.
        await _rig.ScoreAsync("b", 1);
        Assert.Equal("2026-03-02", KeyOf(await usual.NextAsync("window_changed")));
        Assert.Equal("2026-03-02", KeyOf(await usual.NextAsync("snapshot")));
        Assert.Equal("2026-03-02", KeyOf(await current.NextAsync("update")));

        // The former day is still in grace.
        await _rig.ScoreAsync("c", 1, _rig.Time.GetUtcNow() - TimeSpan.FromHours(12));
        Assert.Equal("2026-03-01", KeyOf(await fixedKey.NextAsync("update")));
    }

    [Fact]
    public async Task Sockets_go_on_where_they_were_when_the_boards_entity_has_started_again()
    {
        await _rig.ScoreAsync("a", 1);
        await using var client = await _rig.WatchAsync();
        await _rig.Kit.KillAsync(LiveRig.Acme, LiveRig.Board);

        await _rig.ScoreAsync("b", 2);

        var message = await NextRowsAsync(client);
        Assert.Equal(2, message.GetProperty("total").GetInt32());
    }

    private Task EveryoneIsGoneAsync() =>
        Condition.BecomesTrueAsync(() => Task.FromResult(Sockets.Count == 0), () => "A socket is still there.");

    private static async Task<JsonElement> NextRowsAsync(LiveClient client)
    {
        while (true)
        {
            var message = await client.NextAsync();
            if (message.TryGetProperty("entries", out var entries) && entries.GetArrayLength() > 0) return message;
        }
    }

    private static string? KeyOf(JsonElement message) => message.GetProperty("window_key").GetString();
}
