using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Phoenix.Http.Auth;

namespace Phoenix.Http.Telemetry;

/// <summary>Metrics for Prometheus at <c>/metrics</c>; metrics and traces by OTLP where a collector is
/// configured.</summary>
/// <remarks>What is measured stands with what does the work (the instruments classes); here it is only let
/// out.</remarks>
internal static class TelemetryHosting
{
    public const string MetricsPath = "/metrics";
    private const string ServiceName = "phoenix";
    private static readonly string[] ProbePaths = ["/health", "/ready", MetricsPath];

    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">A wrong value.</exception>
    public static WebApplicationBuilder AddPhoenixTelemetry(this WebApplicationBuilder builder)
    {
        var otlp = new OtlpOptions();
        otlp.Read(builder.Configuration);
        var telemetry = builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService(
                ServiceName, serviceVersion: typeof(TelemetryHosting).Assembly.GetName().Version?.ToString(3)))
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(
                    "Phoenix.*", "System.Runtime", "Microsoft.AspNetCore.Hosting",
                    "Microsoft.AspNetCore.Server.Kestrel");
                // Two updates a request, for a number that the connections and what is pending tell as well.
                metrics.AddView("http.server.active_requests", MetricStreamConfiguration.Drop);
                metrics.AddPrometheusExporter();
                if (otlp.Endpoint is not null) metrics.AddOtlpExporter(exporter => Aim(exporter, otlp, "v1/metrics"));
            });
        if (otlp.Endpoint is null || otlp.TraceRatio == 0) return builder;
        telemetry.WithTracing(traces => traces
            .SetSampler(SamplerOf(otlp.TraceRatio))
            .AddAspNetCoreInstrumentation(requests => requests.Filter = IsTraced)
            .AddSource("Phoenix.*")
            .AddOtlpExporter(exporter => Aim(exporter, otlp, "v1/traces")));
        return builder;
    }

    /// <summary>Maps <c>/metrics</c>, for everyone or for platform credentials: what it shows concerns all
    /// tenants.</summary>
    public static IEndpointConventionBuilder MapTelemetry(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPrometheusScrapingEndpoint(MetricsPath)
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get])).RequireOperationsCredential(platform: true);

    // A caller's "sampled" flag counts for nothing: else anyone with a token could have every request traced.
    private static ParentBasedSampler SamplerOf(double ratio)
    {
        var sampler = new TraceIdRatioBasedSampler(ratio);
        return new ParentBasedSampler(sampler, remoteParentSampled: sampler, remoteParentNotSampled: sampler);
    }

    private static bool IsTraced(HttpContext context) => !ProbePaths.Contains(context.Request.Path.Value);

    private static void Aim(OtlpExporterOptions exporter, OtlpOptions otlp, string path)
    {
        exporter.Protocol = otlp.Protocol == OtlpProtocol.Grpc
            ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf;
        exporter.Endpoint = otlp.Protocol == OtlpProtocol.Grpc
            ? otlp.Endpoint! : new Uri($"{otlp.Endpoint!.AbsoluteUri.TrimEnd('/')}/{path}");
    }
}
