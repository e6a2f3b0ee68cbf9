using System.Globalization;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.Benchmarks.Boards;

/// <summary>How long something took on a node, as its metrics say.</summary>
/// <param name="UpTo">How many took at most so many seconds, by those seconds; the last bound is infinite.</param>
internal sealed record MetricsHistogram(IReadOnlyDictionary<double, long> UpTo, double Seconds)
{
    public long Count => UpTo[double.PositiveInfinity];

    public double MeanMs => Count == 0 ? 0 : Seconds / Count * 1_000;

    /// <param name="name">The metric's name.</param>
    /// <param name="label">A label's value that its lines must have; empty: none.</param>
    public static async Task<MetricsHistogram> ReadAsync(HttpClient node, string name, string label = "")
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        request.Headers.Add("X-API-Key", TestCredentials.AdminKey);
        using var response = await node.SendAsync(request);
        response.EnsureSuccessStatusCode();
        var lines = (await response.Content.ReadAsStringAsync()).Split('\n')
            .Where(line => line.StartsWith(name + '_', StringComparison.Ordinal)
                && line.Contains(label, StringComparison.Ordinal)).ToList();
        var buckets = lines.Where(line => line.StartsWith(name + "_bucket", StringComparison.Ordinal))
            .ToDictionary(BoundOf, line => (long)ValueOf(line));
        buckets.TryAdd(double.PositiveInfinity, 0);
        return new MetricsHistogram(
            buckets, lines.Where(line => line.StartsWith(name + "_sum", StringComparison.Ordinal)).Sum(ValueOf));
    }

    /// <summary>What has come since then.</summary>
    public MetricsHistogram Since(MetricsHistogram former) => new(
        UpTo.ToDictionary(b => b.Key, b => b.Value - former.UpTo.GetValueOrDefault(b.Key)), Seconds - former.Seconds);

    /// <param name="bound">One of the histogram's own bounds, in seconds.</param>
    public long CountAbove(double bound) => Count - UpTo.GetValueOrDefault(bound);

    private static double BoundOf(string line)
    {
        const string label = "le=\"";
        var start = line.IndexOf(label, StringComparison.Ordinal) + label.Length;
        var text = line[start..line.IndexOf('"', start)];
        return text == "+Inf" ? double.PositiveInfinity : double.Parse(text, CultureInfo.InvariantCulture);
    }

    private static double ValueOf(string line)
    {
        // name{labels} value, and a time behind it where the exporter writes one.
        var rest = line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ');
        return double.Parse(rest[0], CultureInfo.InvariantCulture);
    }
}
