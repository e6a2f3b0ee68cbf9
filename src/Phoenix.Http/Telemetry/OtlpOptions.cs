using System.Globalization;
using Phoenix.Http.Hosting;

namespace Phoenix.Http.Telemetry;

/// <summary><c>Phoenix:Telemetry:Otlp</c>: where metrics and traces are sent to, if anywhere.</summary>
public sealed class OtlpOptions
{
    public const string Section = "Phoenix:Telemetry:Otlp";

    /// <summary>A collector, e.g. <c>http://127.0.0.1:4317</c>. Default: none, nothing is sent and nothing is
    /// traced.</summary>
    public Uri? Endpoint { get; internal set; }

    /// <summary>How the collector is spoken to. Default: gRPC.</summary>
    public OtlpProtocol Protocol { get; internal set; } = OtlpProtocol.Grpc;

    /// <summary>The part of the requests that is traced, 0 to 1. Default 0.01.</summary>
    public double TraceRatio { get; internal set; } = 0.01;

    internal void Read(IConfiguration configuration)
    {
        var settings = new Settings(configuration, Section);
        if (settings.Text("Endpoint") is { } endpoint)
        {
            Endpoint = Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
                ? uri
                : throw settings.Wrong("Endpoint", endpoint, "must be an address such as http://127.0.0.1:4317");
        }
        if (settings.Text("Protocol") is { } protocol)
        {
            Protocol = Enum.TryParse<OtlpProtocol>(protocol, ignoreCase: true, out var value) && Enum.IsDefined(value)
                ? value
                : throw settings.Wrong("Protocol", protocol, "must be Grpc or HttpProtobuf");
        }
        if (settings.Text("TraceRatio") is { } ratio)
        {
            TraceRatio = double.TryParse(ratio, NumberStyles.Float, CultureInfo.InvariantCulture, out var part)
                && part is >= 0 and <= 1
                ? part
                : throw settings.Wrong("TraceRatio", ratio, "must be a number from 0 to 1");
        }
    }
}
