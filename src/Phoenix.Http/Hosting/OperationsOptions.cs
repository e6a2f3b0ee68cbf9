using Phoenix.Http.Auth;

namespace Phoenix.Http.Hosting;

/// <summary><c>Phoenix:Operations</c>: who may see what a node tells about itself.</summary>
public sealed class OperationsOptions
{
    public const string Section = "Phoenix:Operations";

    /// <summary>Metrics, the OpenAPI document and the console need no credential. Default true.</summary>
    public bool Public { get; internal set; } = true;

    internal void Read(IConfiguration configuration) =>
        Public = new Settings(configuration, Section).Flag("Public", Public);
}

/// <summary>Opens an endpoint as the operator has chosen.</summary>
internal static class OperationsEndpointExtensions
{
    /// <summary>Open to all, or for admin credentials where <see cref="OperationsOptions.Public"/> is off.</summary>
    public static TBuilder OpenToOperations<TBuilder>(this TBuilder endpoint, OperationsOptions options)
        where TBuilder : IEndpointConventionBuilder =>
        options.Public ? endpoint : endpoint.RequireAdmin();
}
