using System.Diagnostics.Metrics;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Phoenix.Cluster.Hosting;
using Phoenix.Http.Hosting;

namespace Phoenix.Http.Tests.Telemetry;

/// <summary>Holds docs/telemetry.md and the dashboard to the instruments that the code has.</summary>
public sealed partial class TelemetryDocsSpecs : IDisposable
{
    private readonly List<Instrument> _instruments = [];
    private readonly MeterListener _listener = new();
    private readonly ServiceProvider _services;

    public TelemetryDocsSpecs()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.AddPhoenixHttp();
        builder.Services.AddEngineSettings();
        builder.Services.AddPhoenixEngine();
        _services = builder.Services.BuildServiceProvider();
        var meters = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, _) =>
        {
            if (instrument.Meter.Scope == meters) _instruments.Add(instrument);
        };
        _listener.Start();
        foreach (var service in builder.Services.Where(s => s.ServiceType.Name.EndsWith("Instruments")))
            _ = _services.GetRequiredService(service.ServiceType);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void The_page_lists_every_instrument_as_prometheus_shows_it_and_no_other()
    {
        var page = RepositoryFiles.Read("docs", "telemetry.md");

        var listed = MetricRow().Matches(page).Select(row => row.Groups[1].Value);

        Assert.NotEmpty(_instruments);
        Assert.Equal(_instruments.Select(ShownName).Order(), listed.Order());
    }

    [Fact]
    public void The_dashboard_asks_for_metrics_that_there_are()
    {
        using var dashboard = JsonDocument.Parse(
            RepositoryFiles.Read("docker", "telemetry", "grafana-dashboard.json"));
        var known = _instruments.Select(ShownName).ToHashSet();

        var asked = dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .SelectMany(target => PhoenixMetric().Matches(target.GetProperty("expr").GetString()!))
            .Select(match => HistogramPart().Replace(match.Value, "")).Distinct().ToList();

        Assert.NotEmpty(asked);
        Assert.Empty(asked.Except(known));
    }

    [Fact]
    public void Log_events_have_numbers_of_their_own_and_the_page_lists_them()
    {
        var page = RepositoryFiles.Read("docs", "telemetry.md");
        var sources = Directory.GetFiles(Path.Combine(RepositoryFiles.Root, "src"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Select(File.ReadAllText).ToList();

        var events = sources.Sum(text => LogEvent().Count(text));
        var ids = sources.SelectMany(text => LogEventId().Matches(text).Select(id => id.Groups[1].Value)).ToList();

        Assert.Equal(events, ids.Distinct().Count());
        Assert.Equal(ids.Order(), LogRow().Matches(page).Select(row => row.Groups[1].Value).Order());
    }

    [Fact]
    public void Every_instrument_has_a_unit_and_says_what_it_counts() => Assert.All(_instruments, instrument =>
    {
        Assert.False(string.IsNullOrEmpty(instrument.Unit), instrument.Name);
        Assert.False(string.IsNullOrEmpty(instrument.Description), instrument.Name);
    });

    /// <summary>The exporter's rule: dots become underscores, the unit stands last, and a counter ends in
    /// <c>_total</c>.</summary>
    private static string ShownName(Instrument instrument)
    {
        var unit = instrument.Unit switch { "s" => "_seconds", "By" => "_bytes", _ => "" };
        var kind = instrument.GetType().GetGenericTypeDefinition() == typeof(Counter<>) ? "_total" : "";
        return instrument.Name.Replace('.', '_') + unit + kind;
    }

    [GeneratedRegex(@"^\| `(phoenix_\w+)`", RegexOptions.Multiline)]
    private static partial Regex MetricRow();

    [GeneratedRegex(@"\bphoenix_\w+(?=\{)")]
    private static partial Regex PhoenixMetric();

    [GeneratedRegex(@"\[LoggerMessage\(")]
    private static partial Regex LogEvent();

    [GeneratedRegex(@"\[LoggerMessage\(\s*EventId = (\d+)")]
    private static partial Regex LogEventId();

    [GeneratedRegex(@"^\| (\d{4}) \|", RegexOptions.Multiline)]
    private static partial Regex LogRow();

    [GeneratedRegex("_(bucket|sum|count)$")]
    private static partial Regex HistogramPart();
}
