using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Http.Tests.Live;

/// <summary>What a socket says and is told, over the real board.</summary>
public sealed class LiveSocketSpecs : IAsyncLifetime
{
    private LiveRig _rig = null!;

    public async Task InitializeAsync() => _rig = await LiveRig.StartAsync();

    public async Task DisposeAsync() => await _rig.DisposeAsync();

    [Fact]
    public async Task Shows_page_1_and_then_what_changes()
    {
        await _rig.ScoreAsync("ann", 5);
        await using var client = await _rig.ConnectAsync();

        var snapshot = await client.NextAsync("snapshot");
        Assert.Equal(
            ["type", "sequence", "leaderboard_id", "window_key", "page", "page_size", "total", "entries", "position",
                "as_of"], snapshot.EnumerateObject().Select(p => p.Name));
        Assert.Equal((LiveRig.Board, "all", 1, 100, 1), (
            Text(snapshot, "leaderboard_id"), Text(snapshot, "window_key"), Number(snapshot, "page"),
            Number(snapshot, "page_size"), Number(snapshot, "total")));
        Assert.Equal("ann=5", Rows(snapshot));
        Assert.Equal(
            ["rank", "place", "user_id", "score", "event_count", "updated_at"],
            snapshot.GetProperty("entries")[0].EnumerateObject().Select(p => p.Name));

        _rig.Pass();
        await _rig.ScoreAsync("bob", 7);
        var update = await client.NextAsync("update");
        Assert.Equal(
            ["type", "sequence", "window_key", "total", "entries", "removed", "position", "as_of"],
            update.EnumerateObject().Select(p => p.Name));
        Assert.Equal(("bob=7 ann=5", 2, 0), (
            Rows(update), Number(update, "total"), update.GetProperty("removed").GetArrayLength()));
        Assert.True(Number(update, "sequence") > Number(snapshot, "sequence"));
        Assert.Equal($"{Number(update, "sequence")}", Text(update, "position"));
    }

    [Fact]
    public async Task Names_who_left_the_page()
    {
        await _rig.ScoreAsync("ann", 5);
        await using var client = await _rig.WatchAsync("?page_size=1");
        await _rig.ScoreAsync("bob", 7);

        var update = await client.NextAsync("update");

        Assert.Equal(("bob=7", "[\"ann\"]"), (Rows(update), update.GetProperty("removed").GetRawText()));
    }

    [Fact]
    public async Task Configure_changes_what_is_watched_and_keeps_what_it_omits()
    {
        foreach (var (user, points) in new[] { ("a", 9), ("b", 8), ("c", 7), ("d", 6) })
            await _rig.ScoreAsync(user, points);
        await using var client = await _rig.WatchAsync();

        Assert.Equal("c=7 d=6", await ConfigureAsync(client, "\"page\":2,\"page_size\":2"));
        Assert.Equal("b=8", await ConfigureAsync(client, "\"page_size\":1"));
        Assert.Equal("a=9", await ConfigureAsync(client, "\"page\":1"));
        Assert.Equal("b=8 c=7", await ConfigureAsync(client,
            "\"page_size\":2,\"filter\":{\"type\":\"around\",\"user_id\":\"b\"}"));
        Assert.Equal("a=9 d=6", await ConfigureAsync(client,
            "\"filter\":{\"type\":\"users\",\"user_ids\":[\"d\",\"nobody\",\"a\",\"d\"]}"));
        Assert.Equal("c=7", await ConfigureAsync(client, "\"page\":2,\"filter\":{\"type\":\"top_n\",\"n\":3}"));
        Assert.Equal("c=7", await ConfigureAsync(client, "\"window_key\":\"all\""));
        Assert.Equal("c=7 d=6", await ConfigureAsync(client, "\"filter\":null"));
        Assert.Equal("c=7 d=6", await ConfigureAsync(client, ""));

        await _rig.ScoreAsync("a", 1);
        await _rig.ScoreAsync("d", 5);
        var update = await client.NextAsync("update");
        Assert.Equal("b=8 c=7", Rows(update));
    }

    [Fact]
    public async Task A_user_who_is_not_ranked_yet_is_watched_until_he_is()
    {
        await using var client = await _rig.WatchAsync("?filter=around:zoe&page_size=3");

        await _rig.ScoreAsync("zoe", 1);

        Assert.Equal("zoe=1", Rows(await client.NextAsync("update")));
    }

    [Fact]
    public async Task A_page_that_is_asked_for_once_changes_nothing_of_what_is_watched()
    {
        foreach (var (user, points) in new[] { ("a", 9), ("b", 8), ("c", 7) }) await _rig.ScoreAsync(user, points);
        await using var client = await _rig.WatchAsync("?page_size=1");

        await client.SendAsync("""{"type":"request_page","page":2,"page_size":2}""");
        var page = await client.NextAsync("snapshot");
        Assert.Equal(("c=7", true, 2, 2), (
            Rows(page), page.GetProperty("one_off").GetBoolean(), Number(page, "page"), Number(page, "page_size")));

        await _rig.ScoreAsync("c", 5);
        Assert.Equal("c=12", Rows(await client.NextAsync("update")));
    }

    [Fact]
    public async Task A_page_that_is_asked_for_brings_the_view_as_far_first()
    {
        await _rig.ScoreAsync("a", 9);
        await using var client = await _rig.WatchAsync("?page_size=1");
        for (var i = 0; i < 20; i++)
        {
            await _rig.ScoreAsync("a", 1);
            await client.SendAsync("""{"type":"request_page","page":1,"page_size":5}""");
        }

        var sequences = new List<int>();
        for (var pages = 0; pages < 20;)
        {
            var message = await client.NextAsync();
            sequences.Add(Number(message, "sequence"));
            if (message.TryGetProperty("one_off", out _)) pages++;
        }
        Assert.Equal(sequences.Order(), sequences);
    }

    [Theory]
    [InlineData("?page=2&page_size=1", "b=8")]
    [InlineData("?page_size=2&filter=around:c", "b=8 c=7")]
    [InlineData("?filter=users:c,a", "a=9 c=7")]
    [InlineData("?filter=users%3Ac%2Ca", "a=9 c=7")]
    [InlineData("?filter=top_n:2", "a=9 b=8")]
    [InlineData("?filter=top_n:2&page=2&page_size=1", "b=8")]
    [InlineData("?filter=top_n:2&page=3&page_size=1", "")]
    [InlineData("?window_key=all&page=9", "")]
    [InlineData("?window_key=current", "a=9 b=8 c=7")]
    [InlineData("?unknown=1", "a=9 b=8 c=7")]
    public async Task The_url_may_say_what_is_watched_first(string query, string rows)
    {
        foreach (var (user, points) in new[] { ("a", 9), ("b", 8), ("c", 7) }) await _rig.ScoreAsync(user, points);
        await using var client = await _rig.ConnectAsync(query);
        Assert.Equal(rows, Rows(await client.NextAsync("snapshot")));
    }

    [Fact]
    public async Task Who_has_the_present_sequence_of_a_window_goes_on_from_there()
    {
        await _rig.ScoreAsync("a", 1);
        await using var first = await _rig.ConnectAsync("?window_key=all");
        var sequence = Number(await first.NextAsync("snapshot"), "sequence");

        await using var resumed = await _rig.ConnectAsync($"?window_key=all&resume={sequence}");
        Assert.Equal(sequence, Number(await resumed.NextAsync("resumed"), "sequence"));
        // Each of these gets a snapshot: of another sequence, or of a window that follows the clock.
        foreach (var query in new[] { $"window_key=all&resume={sequence - 1}", $"window_key=current&resume={sequence}",
            $"resume={sequence}" })
        {
            await using var other = await _rig.WatchAsync($"?{query}");
        }

        await _rig.ScoreAsync("a", 1);
        Assert.Equal("a=2", Rows(await resumed.NextAsync("update")));
    }

    [Theory]
    [InlineData("""{"type":"ping"}""", "pong", null)]
    [InlineData("""{"type":"ping","id":1}""", "pong", null)]
    [InlineData("", "error", "empty")]
    [InlineData("{", "error", "JSON")]
    [InlineData("[]", "error", "must be a JSON object")]
    [InlineData("""{"type":"dance"}""", "error", "type must be one of")]
    [InlineData("""{"type":1}""", "error", "type must be one of")]
    [InlineData("""{"type":"configure","page":0}""", "error", "page must be a whole number from 1")]
    [InlineData("""{"type":"configure","page_size":101}""", "error", "page_size must be a whole number from 1 to 100")]
    [InlineData("""{"type":"configure","pagesize":10}""", "error", "pagesize is not a known field")]
    [InlineData("""{"type":"configure","page":"1"}""", "error", "page must be a whole number")]
    [InlineData("""{"type":"configure","filter":{"type":"top"}}""", "error", "filter.type must be one of")]
    [InlineData("""{"type":"configure","filter":{"type":"top_n"}}""", "error", "filter.n is required")]
    [InlineData("""{"type":"configure","filter":{"type":"top_n","n":0}}""", "error", "filter.n must be")]
    [InlineData("""{"type":"configure","filter":{"type":"around"}}""", "error", "filter.user_id is required")]
    [InlineData("""{"type":"configure","filter":{"type":"around","user_id":""}}""", "error", "filter.user_id must")]
    [InlineData("""{"type":"configure","filter":{"type":"users","user_ids":[]}}""", "error", "filter.user_ids must")]
    [InlineData("""{"type":"configure","filter":{"type":"users","user_ids":[1]}}""", "error", "filter.user_ids[0]")]
    [InlineData("""{"type":"configure","filter":7}""", "error", "filter must be an object")]
    [InlineData("""{"type":"configure","window_key":"a b"}""", "error", "window")]
    [InlineData("""{"type":"configure","window_key":"2026-01-01"}""", "error", "window")]
    [InlineData("""{"type":"request_page","page":1,"page_size":1000}""", "error", "page_size must be")]
    public async Task Answers_every_message_and_the_connection_stays(string message, string type, string? says)
    {
        await using var client = await _rig.WatchAsync();
        await client.SendAsync(message);

        var answer = await client.NextAsync(type);
        if (says is not null)
        {
            var error = answer.GetProperty("error");
            Assert.Contains(says, Text(error, "message"), StringComparison.Ordinal);
            Assert.Equal(
                says == "window" ? ("NOT_FOUND", 404) : ("VALIDATION_ERROR", 400),
                (Text(error, "code"), Number(error, "status")));
        }
        await client.SendAsync("""{"type":"ping"}""");
        await client.NextAsync("pong");
    }

    [Fact]
    public async Task Binary_messages_are_refused_and_split_ones_are_read_whole()
    {
        await using var client = await _rig.WatchAsync();
        await client.Socket.SendAsync(new byte[] { 1, 2 }, WebSocketMessageType.Binary, true, CancellationToken.None);
        Assert.Contains("text", Text((await client.NextAsync("error")).GetProperty("error"), "message"));

        var ping = Encoding.UTF8.GetBytes("""{"type":"ping"}""" + new string(' ', 64 * 1024 - 15));
        await client.Socket.SendAsync(ping.AsMemory(0, 7), WebSocketMessageType.Text, false, CancellationToken.None);
        await client.Socket.SendAsync(ping.AsMemory(7), WebSocketMessageType.Text, true, CancellationToken.None);
        await client.NextAsync("pong");
    }

    [Fact]
    public async Task Too_many_messages_are_refused_until_time_has_passed()
    {
        await using var client = await _rig.WatchAsync();
        for (var i = 0; i < 101; i++) await client.SendAsync("""{"type":"ping"}""");
        for (var i = 0; i < 100; i++) await client.NextAsync("pong");
        var error = (await client.NextAsync("error")).GetProperty("error");
        Assert.Equal(("RATE_LIMITED", 429), (Text(error, "code"), Number(error, "status")));

        await client.SendAsync("""{"type":"ping"}""");
        Assert.Equal("pong", Text(await client.NextAsync(), "type"));
    }

    [Fact]
    public async Task Silence_is_broken_by_a_heartbeat()
    {
        await _rig.ScoreAsync("a", 1);
        await using var client = await _rig.ConnectAsync();
        var snapshot = await client.NextAsync("snapshot");
        _rig.Time.Advance(TimeSpan.FromSeconds(14.5));
        await client.SendAsync("""{"type":"ping"}""");
        await client.NextAsync("pong");
        _rig.Time.Advance(TimeSpan.FromSeconds(14.5));
        await client.SendAsync("""{"type":"ping"}""");
        await client.NextAsync("pong");
        _rig.Time.Advance(TimeSpan.FromSeconds(15));

        var heartbeat = await client.NextAsync("heartbeat");

        Assert.Equal(["type", "sequence", "as_of"], heartbeat.EnumerateObject().Select(p => p.Name));
        Assert.Equal(
            (Number(snapshot, "sequence"), Text(snapshot, "as_of")),
            (Number(heartbeat, "sequence"), Text(heartbeat, "as_of")));
    }

    private async Task<string> ConfigureAsync(LiveClient client, string fields)
    {
        await client.SendAsync($$"""{"type":"configure"{{(fields.Length > 0 ? "," : "")}}{{fields}}}""");
        return Rows(await client.NextAsync("snapshot"));
    }

    private static string Rows(JsonElement message) => string.Join(' ', message.GetProperty("entries").EnumerateArray()
        .Select(e => $"{Text(e, "user_id")}={e.GetProperty("score").GetRawText()}"));

    private static string? Text(JsonElement message, string name) => message.GetProperty(name).GetString();

    private static int Number(JsonElement message, string name) => message.GetProperty(name).GetInt32();
}
