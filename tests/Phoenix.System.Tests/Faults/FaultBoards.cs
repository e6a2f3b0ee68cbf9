using System.Net;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Faults;

/// <summary>The boards that are watched: configs that the reference model knows.</summary>
internal static class FaultBoards
{
    private static readonly Dictionary<string, object> Configs = new()
    {
        ["sum"] = new
        {
            timeframe = new { type = "all_time" },
            scoring = new { rules = new[] { new { event_type = "goal", points_expression = "attrs.points" } } },
        },
        ["best"] = new
        {
            scope = new { filters = new Dictionary<string, object> { ["attrs.points"] = new { gte = 10 } } },
            timeframe = new { type = "all_time" },
            scoring = new
            {
                rules = new[] { new { event_type = "*", points_expression = "attrs.points" } }, aggregation = "max",
            },
            ranking = new { ties = "dense" },
        },
        ["games-hourly"] = new
        {
            timeframe = new { type = "hourly" },
            scoring = new { rules = new[] { new { event_type = "assist" } }, aggregation = "count" },
            ranking = new { method = "score_asc", tie_breaker = "last_reached" },
        },
    };

    /// <summary>The boards of a tenant: the first has all three, the others two.</summary>
    public static IReadOnlyList<string> Of(int tenant) =>
        [.. Configs.Keys.Where((_, i) => tenant == 0 || i != tenant % Configs.Count)];

    public static async Task CreateAsync(FaultCluster cluster, string tenant, IReadOnlyList<string> boards)
    {
        var api = new NodeApi(cluster.Nodes[0].Http, tenant);
        await InTheEndAsync(api.CreateTenantAsync);
        foreach (var board in boards) await InTheEndAsync(() => api.CreateBoardAsync(board, Configs[board]));
    }

    /// <summary>A busy machine may need more than one attempt; a conflict says that one before succeeded.</summary>
    private static async Task InTheEndAsync(Func<Task> create)
    {
        var last = "";
        await Condition.BecomesTrueAsync(
            async () =>
            {
                try
                {
                    await create();
                    return true;
                }
                catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
                {
                    last = e.Message;
                    return e is HttpRequestException { StatusCode: HttpStatusCode.Conflict };
                }
            },
            () => $"Neither tenant nor board could be created: {last}");
    }
}
