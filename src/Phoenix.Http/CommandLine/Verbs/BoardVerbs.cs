using System.Text.Json;

namespace Phoenix.Http.CommandLine.Verbs;

/// <summary><c>board show</c>, <c>board rebuild</c>, <c>board verify</c>.</summary>
internal static class BoardVerbs
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    private static readonly VerbOption Wait = new("--wait", null, "wait for its end; exit code 1 if it fails", "-w");

    public static IReadOnlyList<Verb> All { get; } =
    [
        new("board show", "TENANT BOARD", "A board's position, lag, windows, members and bytes", [],
            context => OpsClient.ShowAsync(context, OpsPath(context), (output, board) =>
            {
                TextTable.WriteFields(output, board);
                output.WriteLine();
                TextTable.Write(
                    output, board.GetProperty("windows"), "window_key", "status", "members", "ranked", "bytes");
            })),
        new("board rebuild", "TENANT BOARD", "Scores the log again with the board's present config, then swaps",
            [
                new("--from", "TIME", "from the first event accepted at this time (default: the log's beginning)"),
                Wait,
                new("--status", null, "only tell how the last rebuild or verification stands"),
                new("--cancel", null, "cancel the one that runs"),
            ],
            RebuildAsync),
        new("board verify", "TENANT BOARD", "Scores the log again aside and compares; exit code 1 where it differs",
            [Wait], VerifyAsync),
    ];

    private static string OpsPath(VerbContext context) =>
        $"/v1/ops/tenants/{Uri.EscapeDataString(context.Operands[0])}"
        + $"/boards/{Uri.EscapeDataString(context.Operands[1])}";

    private static string BoardPath(VerbContext context, string rest) =>
        $"/v1/leaderboards/{Uri.EscapeDataString(context.Operands[1])}{rest}"
        + $"?tenant_id={Uri.EscapeDataString(context.Operands[0])}";

    private static async Task<int> RebuildAsync(VerbContext context)
    {
        var given = context.Arguments;
        if (given.Has("--status") && given.Has("--cancel"))
            throw new UsageException("--status and --cancel exclude each other");
        if (given.Has("--from") && (given.Has("--status") || given.Has("--cancel")))
            throw new UsageException("--from is for a rebuild that begins");
        using var client = new OpsClient(context);
        if (given.Has("--cancel"))
        {
            using var cancelled = await client.SendAsync(HttpMethod.Delete, BoardPath(context, "/rebuild"));
            await client.PrintAsync(cancelled.RootElement, TextTable.WriteFields);
            return OpsCommand.ExitOk;
        }
        if (given.Has("--status")) return await FollowAsync(context, client, given.Has("--wait"));
        using var board = await client.SendAsync(HttpMethod.Get, BoardPath(context, "/definition"));
        var from = given.Text("--from");
        using var begun = await client.SendAsync(HttpMethod.Put, BoardPath(context, ""), new
        {
            config = board.RootElement.GetProperty("config"),
            version = board.RootElement.GetProperty("version"),
            backfill = from is null ? (object)true : from,
        });
        return await FollowAsync(context, client, given.Has("--wait"));
    }

    private static async Task<int> VerifyAsync(VerbContext context)
    {
        using var client = new OpsClient(context);
        using var begun = await client.SendAsync(HttpMethod.Post, BoardPath(context, "/verify"));
        return await FollowAsync(context, client, context.Arguments.Has("--wait"));
    }

    /// <summary>Shows how the rebuild stands, at once or at its end.</summary>
    private static async Task<int> FollowAsync(VerbContext context, OpsClient client, bool waits)
    {
        while (true)
        {
            using var rebuild = await client.SendAsync(HttpMethod.Get, BoardPath(context, "/rebuild"));
            var state = rebuild.RootElement.GetProperty("state").GetString();
            if (waits && state == "running")
            {
                await Task.Delay(PollInterval, context.Time, context.Cancellation);
                continue;
            }
            await client.PrintAsync(rebuild.RootElement, TextTable.WriteFields);
            return state is "failed" or "cancelled" || HasDifferences(rebuild.RootElement)
                ? OpsCommand.ExitFailed : OpsCommand.ExitOk;
        }
    }

    private static bool HasDifferences(JsonElement rebuild) =>
        rebuild.TryGetProperty("differences", out var differences) && differences.ValueKind switch
        {
            JsonValueKind.Number => differences.GetInt64() > 0,
            JsonValueKind.Array => differences.GetArrayLength() > 0,
            _ => false,
        };
}
