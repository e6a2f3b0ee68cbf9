using Phoenix.Http.Hosting;

namespace Phoenix.Http.Auth;

/// <summary><c>Phoenix:Operations</c>: who may see metrics, the OpenAPI document and the console.</summary>
public sealed class OperationsOptions
{
    public const string Section = "Phoenix:Operations";

    /// <summary>Whether they are open to everyone who reaches the node. Default: they are.</summary>
    public bool Public { get; internal set; } = true;

    internal void Read(IConfiguration configuration) =>
        Public = new Settings(configuration, Section).Flag("Public", fallback: true);
}
