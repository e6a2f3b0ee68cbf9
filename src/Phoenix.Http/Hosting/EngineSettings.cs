using Microsoft.Extensions.Options;
using Phoenix.Cluster.Hosting;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Telemetry;
using Phoenix.Cluster.Tenants;

namespace Phoenix.Http.Hosting;

/// <summary>Reads the engine's options from the configuration: the engine itself knows no configuration file.</summary>
internal static class EngineSettings
{
    public static IServiceCollection AddEngineSettings(this IServiceCollection services)
    {
        services.AddOptions<StorageOptions>().Configure<IConfiguration>(ReadStorage).ValidateOnStart();
        services.AddOptions<ClusterOptions>().Configure<IConfiguration, IHostEnvironment>(ReadCluster)
            .ValidateOnStart();
        services.AddOptions<TenantOptions>().Configure<IConfiguration>(ReadTenants).ValidateOnStart();
        services.AddOptions<TelemetryOptions>().Configure<IConfiguration>(ReadTelemetry).ValidateOnStart();
        return services;
    }

    private static void ReadStorage(StorageOptions options, IConfiguration configuration)
    {
        var settings = new Settings(configuration, StorageOptions.Section);
        if (settings.Text("Provider") is { } provider)
        {
            options.Provider = Enum.TryParse<StorageProvider>(provider, ignoreCase: true, out var value)
                && Enum.IsDefined(value)
                ? value
                : throw settings.Wrong("Provider", provider, "must be Sqlite or PostgreSql");
        }
        options.ConnectionString = settings.Text("ConnectionString");
        options.Directory = settings.Text("Directory") ?? options.Directory;
        options.SecretsKey = settings.Text("SecretsKey");
        Require(options.Validate());
    }

    private static void ReadCluster(
        ClusterOptions options, IConfiguration configuration, IHostEnvironment environment)
    {
        var settings = new Settings(configuration, ClusterOptions.Section);
        options.Roles = settings.Text("Roles") ?? options.Roles;
        options.Hostname = settings.Text("Hostname") ?? options.Hostname;
        options.Port = settings.Number("Port", options.Port, 0, 65_535);
        options.BindHostname = settings.Text("BindHostname");
        options.SeedNodes = [.. settings.List("SeedNodes")];
        ReadTls(options.Tls, configuration);
        Require(options.Validate());
        // Whoever reaches that port is taken for a node.
        if (options.ListensEverywhere && !options.Tls.IsEnabled && !environment.IsDevelopment())
        {
            throw settings.Wrong(
                options.BindHostname is null ? "Hostname" : "BindHostname", options.BindHostname ?? options.Hostname,
                "must be one address of this machine unless Phoenix:Cluster:Tls:Certificate is set");
        }
    }

    private static void ReadTls(TlsOptions options, IConfiguration configuration)
    {
        var settings = new Settings(configuration, "Phoenix:Cluster:Tls");
        options.Certificate = settings.Text("Certificate");
        options.CertificateKey = settings.Text("CertificateKey");
        options.Password = settings.Text("Password");
        options.Authority = settings.Text("Authority");
        options.MutualAuthentication = settings.Flag("MutualAuthentication", options.MutualAuthentication);
        options.VerifyHostname = settings.Flag("VerifyHostname", options.VerifyHostname);
    }

    private static void ReadTenants(TenantOptions options, IConfiguration configuration)
    {
        options.DedupeWindowSeconds = new Settings(configuration, "Phoenix:Ingestion")
            .Number("DedupeWindowSeconds", options.DedupeWindowSeconds, 1, 86_400);
        options.AutoProvision = new Settings(configuration, "Phoenix:Tenants")
            .Flag("AutoProvision", options.AutoProvision);
        var limits = new Settings(configuration, "Phoenix:Limits");
        options.DedupeIdsMax = limits.Number("DedupeIds", options.DedupeIdsMax, 1, 1_000_000_000);
        options.EventsPerSecondMax = limits.Number("EventsPerSecond", options.EventsPerSecondMax, 0, int.MaxValue);
        options.BoardsMax = limits.Number("Boards", options.BoardsMax, 1, 100_000);
        options.OpenWindowsMax = limits.Number("OpenWindows", options.OpenWindowsMax, 1, 1_000_000);
        options.PendingEventsMax = limits.Number("PendingEvents", options.PendingEventsMax, 100, 10_000_000);
        options.PendingBytesMax = limits.Number("PendingBytes", (int)options.PendingBytesMax, 1_048_576, int.MaxValue);
    }

    private static void ReadTelemetry(TelemetryOptions options, IConfiguration configuration) =>
        options.LaggingBoardsMax = new Settings(configuration, TelemetryOptions.Section)
            .Number("LaggingBoards", options.LaggingBoardsMax, 0, 1_000);

    private static void Require(IEnumerable<string> faults)
    {
        if (faults.FirstOrDefault() is { } fault)
            throw new OptionsValidationException(Options.DefaultName, typeof(Settings), [fault]);
    }
}
