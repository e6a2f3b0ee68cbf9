namespace Phoenix.Http.Telemetry;

/// <summary>Append-only names: they are in configuration files.</summary>
public enum OtlpProtocol { Grpc, HttpProtobuf }
