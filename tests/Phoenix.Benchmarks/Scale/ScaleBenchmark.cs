namespace Phoenix.Benchmarks.Scale;

/// <summary>What more nodes give, and what more tenants cost.</summary>
internal static class ScaleBenchmark
{
    public static async Task<int> RunAsync(string[] args)
    {
        if ((Ingestion.Wrk.MissingReason ?? TestSupport.Nodes.PostgresServer.UnavailableReason) is { } missing)
        {
            Console.Error.WriteLine(missing);
            return 1;
        }
        switch (args)
        {
            case ["nodes"]:
                await NodesScale.RunAsync(10);
                return 0;
            case ["nodes", "--seconds", var n] when int.TryParse(n, out var seconds) && seconds > 0:
                await NodesScale.RunAsync(seconds);
                return 0;
            case ["tenants", .. var counts] when counts.All(c => int.TryParse(c, out var n) && n > 0):
                foreach (var count in counts is [] ? [1, 1_000, 10_000] : counts.Select(int.Parse))
                    await TenantsScale.RunAsync(count);
                return 0;
            default:
                Console.Error.WriteLine("scale: nodes [--seconds N] | tenants [COUNT …]");
                return 2;
        }
    }
}
