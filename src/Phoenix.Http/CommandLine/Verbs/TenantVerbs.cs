namespace Phoenix.Http.CommandLine.Verbs;

/// <summary><c>tenant show</c>.</summary>
internal static class TenantVerbs
{
    public static IReadOnlyList<Verb> All { get; } =
    [
        new("tenant show", "TENANT", "A tenant, where it lives, its log and how far its boards have come", [],
            context => OpsClient.ShowAsync(
                context, $"/v1/ops/tenants/{Uri.EscapeDataString(context.Operands[0])}", (output, tenant) =>
                {
                    TextTable.WriteFields(output, tenant);
                    output.WriteLine();
                    TextTable.Write(
                        output, tenant.GetProperty("boards"), "leaderboard_id", "status", "position", "lag_rows",
                        "checkpoint_position");
                })),
    ];
}
