using System.Text.Json;

namespace Phoenix.Http.CommandLine.Verbs;

/// <summary><c>sharding regions</c>, <c>sharding shards</c>, <c>sharding entities</c>.</summary>
internal static class ShardingVerbs
{
    private static readonly VerbOption Region = new("--region", "NAME", "tenant or leaderboard (default: both)", "-r");
    private static readonly VerbOption Shard = new("--shard", "ID", "of this shard only", "-s");
    private static readonly VerbOption Limit = new("--limit", "N", "at most N of each node, 1-1000 (default 100)");

    public static IReadOnlyList<Verb> All { get; } =
    [
        new("sharding regions", "", "How many shards and entities each node holds", [],
            context => OpsClient.ShowAsync(context, "/v1/ops/sharding/regions", (output, answer) =>
                Show(output, answer, "regions", "region", "address", "shards", "entities")))
        {
            Aliases = ["cluster-sharding list-regions"],
        },
        new("sharding shards", "", "Where each shard lives, and how many entities are awake in it", [Region],
            context => OpsClient.ShowAsync(context, Path(context, "shards"), (output, answer) =>
                Show(output, answer, "shards", "region", "shard_id", "address", "entities")))
        {
            Aliases = ["cluster-sharding list-shards"],
        },
        new("sharding entities", "", "Which tenants and boards are awake, and where", [Region, Shard, Limit],
            context => OpsClient.ShowAsync(context, Path(context, "entities"), (output, answer) => Show(
                output, answer, "entities", "region", "shard_id", "address", "tenant_id", "leaderboard_id")))
        {
            Aliases = ["cluster-sharding list-entities"],
        },
    ];

    private static string Path(VerbContext context, string what)
    {
        if (context.Arguments.Has("--limit")) context.Arguments.Number("--limit", 100, 1, 1_000);
        var given = new[] { "region", "shard", "limit" }
            .Where(name => context.Arguments.Has($"--{name}"))
            .Select(name => $"{name}={Uri.EscapeDataString(context.Arguments.Text($"--{name}")!)}");
        return $"/v1/ops/sharding/{what}?{string.Join('&', given)}".TrimEnd('?');
    }

    private static void Show(TextWriter output, JsonElement answer, string list, params string[] fields)
    {
        TextTable.Write(output, answer.GetProperty(list), fields);
        if (answer.TryGetProperty("truncated", out var truncated) && truncated.GetBoolean())
            output.WriteLine("There are more: --limit shows them.");
        foreach (var silent in answer.GetProperty("silent").EnumerateArray())
            output.WriteLine($"{silent.GetString()} did not answer in time; what it holds is not shown.");
    }
}
