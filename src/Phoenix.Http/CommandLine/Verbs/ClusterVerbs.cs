using System.Text.Json;

namespace Phoenix.Http.CommandLine.Verbs;

/// <summary><c>cluster show</c>, <c>cluster leave</c>, <c>cluster down</c>.</summary>
internal static class ClusterVerbs
{
    private static readonly VerbOption Address =
        new("--address", "ADDRESS", "the member, akka.tcp://phoenix@host:port as cluster show prints it", "-a");

    public static IReadOnlyList<Verb> All { get; } =
    [
        new("cluster show", "", "The members as this node sees them", [],
            context => OpsClient.ShowAsync(context, "/v1/ops/cluster", Show)),
        new("cluster leave", "", "Makes a member hand over what it holds, leave and end", [Address],
            context => ActAsync(context, "leave")),
        new("cluster down", "", "Removes a member that can't answer any more, without its consent", [Address],
            context => ActAsync(context, "down")),
    ];

    private static void Show(TextWriter output, JsonElement cluster)
    {
        string[] heading = ["address", "roles", "status", "reachable", "is"];
        TextTable.Write(output, heading, cluster.GetProperty("members").EnumerateArray().Select(
            IReadOnlyList<string> (member) =>
            [
                .. heading[..4].Select(field => TextTable.Text(member.GetProperty(field))),
                string.Join(", ", new[] { "self", "leader", "oldest" }.Where(
                    name => TextTable.Text(cluster.GetProperty(name)) == member.GetProperty("address").GetString())),
            ]));
    }

    private static Task<int> ActAsync(VerbContext context, string action)
    {
        var address = context.Arguments.Text("--address") ?? throw new UsageException("--address is missing");
        return OpsClient.ShowAsync(
            context, HttpMethod.Post, $"/v1/ops/cluster/{action}", new { address }, TextTable.WriteFields);
    }
}
