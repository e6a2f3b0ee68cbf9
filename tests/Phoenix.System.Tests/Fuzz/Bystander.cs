using System.Globalization;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Fuzz;

/// <summary>A tenant that sends events and reads its board while others send anything: nothing of it may fail, be lost
/// or be doubled.</summary>
internal sealed class Bystander(HttpClient http)
{
    public const string Tenant = "bystander-tenant";
    public const string User = "bystander-user";

    private const string Board = "steady";
    private const int Users = 25;

    private readonly NodeApi _api = new(http, Tenant);
    private readonly decimal[] _scores = new decimal[Users];
    private int _events;

    public async Task CreateAsync()
    {
        await _api.CreateTenantAsync();
        await _api.CreateBoardAsync(Board, new
        {
            timeframe = new { type = "all_time" },
            scoring = new { rules = new[] { new { event_type = "match", points_expression = "attrs.score" } } },
        });
    }

    /// <summary>Sends a bulk of new events, and the same again.</summary>
    public async Task SendAsync()
    {
        var events = Enumerable.Range(_events, 10).Select(i => (object)new
        {
            event_id = $"bystander-event-{i}",
            type = "match",
            actor = new { user_id = NameOf(i % Users) },
            occurred_at = TimeProvider.System.GetUtcNow(),
            attrs = new { score = i % 7 },
        }).ToList();
        await _api.SendBulkAsync(events);
        Assert.All((await _api.SendBulkAsync(events)).Duplicates, duplicate => Assert.True(duplicate));
        for (var i = _events; i < _events + 10; i++) _scores[i % Users] += i % 7;
        _events += 10;
    }

    /// <summary>The board shows what was sent, once.</summary>
    public async Task CheckAsync()
    {
        var pages = await _api.ReadBoardAsync(Board, await _api.MarkPositionAsync());
        Assert.Equal(
            _scores.Select((score, user) => (NameOf(user), score)).Order(),
            pages.Entries.Select(entry => (entry.UserId, entry.Score)).Order());
    }

    private static string NameOf(int user) => string.Create(CultureInfo.InvariantCulture, $"{User}-{user}");
}
