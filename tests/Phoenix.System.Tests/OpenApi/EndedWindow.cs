using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.OpenApi;

/// <summary>A board with a window that ended long ago and closes within seconds, and its snapshot.</summary>
internal static class EndedWindow
{
    /// <summary>The time of the document's example.</summary>
    public static readonly DateTimeOffset ExampleEnd = new(2025, 11, 24, 0, 0, 0, TimeSpan.Zero);

    /// <summary>How long the window still takes the event: time enough for a slow machine.</summary>
    public static readonly TimeSpan Rest = TimeSpan.FromSeconds(15);

    public static async Task MakeAsync(NodeProcess node, string tenant, string board, string user, DateTimeOffset end)
    {
        var api = new NodeApi(node.Http, tenant);
        var grace = TimeProvider.System.GetUtcNow() + Rest - end;
        await api.CreateBoardAsync(board, new
        {
            timeframe = new
            {
                type = "custom", start = end.AddDays(-7), end, grace_seconds = (int)grace.TotalSeconds,
            },
            scoring = new { rules = new[] { new { event_type = "*", points_expression = "1" } } },
        });
        await api.SendAsync(new
        {
            event_id = $"{board}-ended", type = "ended", actor = new { user_id = user }, occurred_at = end.AddDays(-1),
            attrs = new { },
        });
        await AwaitAsync(api, board);
    }

    /// <summary>Awaits the board's one snapshot.</summary>
    public static Task AwaitAsync(NodeApi api, string board) => Condition.BecomesTrueAsync(
        async () =>
        {
            using var list = await api.FindAsync($"/v1/snapshots/{board}");
            return list?.RootElement.GetProperty("snapshots").GetArrayLength() == 1;
        },
        () => $"{board}'s window does not close");
}
