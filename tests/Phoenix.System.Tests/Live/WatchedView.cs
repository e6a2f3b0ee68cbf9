using Phoenix.Messages.Leaderboards;

namespace Phoenix.System.Tests.Live;

/// <summary>A random view of the board, in the three forms that it is needed in.</summary>
internal sealed record WatchedView(string? WindowKey, int Page, int PageSize, string Filter, int TopN, string[] Users)
{
    public static WatchedView Random(Random random, int users)
    {
        string[] filters = ["none", "none", "top_n", "around", "users"];
        var filter = filters[random.Next(filters.Length)];
        return new WatchedView(
            random.Next(2) == 0 ? "all" : random.Next(2) == 0 ? null : "current", random.Next(1, 4),
            random.Next(1, 31), filter, filter == "top_n" ? random.Next(1, 60) : 0,
            filter == "around" ? [$"u{random.Next(users)}"]
            : filter == "users" ? [.. Enumerable.Range(0, 20).Select(_ => $"u{random.Next(users)}").Distinct()] : []);
    }

    public string Query => $"?page={Page}&page_size={PageSize}" + (WindowKey is null ? "" : $"&window_key={WindowKey}")
        + Filter switch
        {
            "none" => "", "top_n" => $"&filter=top_n:{TopN}", _ => $"&filter={Filter}:{string.Join(',', Users)}",
        };

    public string Configure => $$"""
        {"type":"configure","page":{{Page}},"page_size":{{PageSize}},
         "window_key":{{(WindowKey is null ? "null" : $"\"{WindowKey}\"")}},"filter":{{FilterJson}}}
        """;

    private string FilterJson => Filter switch
    {
        "top_n" => $$"""{"type":"top_n","n":{{TopN}}}""",
        "around" => $$"""{"type":"around","user_id":"{{Users[0]}}"}""",
        "users" => $$"""{"type":"users","user_ids":[{{string.Join(',', Users.Select(u => $"\"{u}\""))}}]}""",
        _ => "null",
    };

    /// <summary>As the engine has it.</summary>
    public LiveView View => new(WindowKey, Page, PageSize, Filter switch
    {
        "top_n" => LiveFilter.TopN,
        "around" => LiveFilter.Around,
        "users" => LiveFilter.Users,
        _ => LiveFilter.None,
    }, TopN, Users);
}
