using System.Text.Json;

namespace Phoenix.Http.CommandLine.Verbs;

/// <summary><c>log tail</c>.</summary>
internal static class LogVerbs
{
    public const string TailName = "log tail";

    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    public static IReadOnlyList<Verb> All { get; } =
    [
        new(TailName, "TENANT", "The rows of a tenant's log",
            [
                new("--after", "POSITION", "the rows behind this position (default: the last ones)"),
                new("--lines", "N", "at most N rows, 1-100 (default 10)", "-n"),
                new("--follow", null, "go on with the rows that come, until Ctrl-C", "-f"),
            ],
            TailAsync),
    ];

    private static async Task<int> TailAsync(VerbContext context)
    {
        var given = context.Arguments;
        var lines = given.Number("--lines", 10, 1, 100);
        using var client = new OpsClient(context);
        var path = $"/v1/ops/tenants/{Uri.EscapeDataString(context.Operands[0])}/log";
        var after = given.Has("--after") ? given.Number("--after", 0, 0, long.MaxValue) : await BeforeLastAsync();
        while (true)
        {
            using var page = await client.SendAsync(HttpMethod.Get, $"{path}?after={after}&limit={lines}");
            foreach (var row in page.RootElement.GetProperty("rows").EnumerateArray())
            {
                await client.PrintAsync(row, Show);
                after = long.Parse(row.GetProperty("position").GetString()!);
            }
            await context.Output.FlushAsync(context.Cancellation);
            if (!given.Has("--follow")) return OpsCommand.ExitOk;
            if (after < HeadOf(page.RootElement)) continue;
            await Task.Delay(PollInterval, context.Time, context.Cancellation);
        }

        async Task<long> BeforeLastAsync()
        {
            using var page = await client.SendAsync(HttpMethod.Get, $"{path}?after={long.MaxValue}&limit=1");
            return Math.Max(0, HeadOf(page.RootElement) - lines);
        }
    }

    private static long HeadOf(JsonElement page) => long.Parse(page.GetProperty("head").GetString()!);

    private static void Show(TextWriter output, JsonElement row)
    {
        var details = row.EnumerateObject()
            .Where(f => f.Name is not ("position" or "type" or "accepted_at" or "events" or "row_id"))
            .Select(f => $"{f.Name}={TextTable.Text(f.Value)}");
        output.WriteLine(
            $"{row.GetProperty("position").GetString(),8}  {row.GetProperty("accepted_at").GetString()}  "
            + $"{row.GetProperty("type").GetString()}  {string.Join(' ', details)}".TrimEnd());
        if (!row.TryGetProperty("events", out var events)) return;
        foreach (var e in events.EnumerateArray())
            output.WriteLine($"{"",10}{TextTable.Text(e.GetProperty("type"))}  "
                + $"{TextTable.Text(e.GetProperty("event_id"))}  {TextTable.Text(e.GetProperty("user_id"))}");
    }
}
