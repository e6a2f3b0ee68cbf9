using Phoenix.Http.Hosting;

namespace Phoenix.Http.Tests.Hosting;

/// <summary>Starts that fail; nodes that run are tested as processes.</summary>
public sealed class PhoenixHostSpecs : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
    private readonly StringWriter _errors = new();

    public void Dispose()
    {
        _errors.Dispose();
        if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
        if (File.Exists(_directory)) File.Delete(_directory);
    }

    [Theory]
    [InlineData("--Phoenix:Cluster:Port=x", "Phoenix:Cluster:Port is 'x': must be a whole number from 0 to 65535.")]
    [InlineData("--Phoenix:Http:AllowedOrigins=x", "Phoenix:Http:AllowedOrigins is 'x': must be an origin")]
    [InlineData("--Phoenix:Storage:Provider=x", "Phoenix:Storage:Provider is 'x': must be Sqlite or PostgreSql.")]
    [InlineData("--Urls=x", "Urls is 'x': must be addresses")]
    public async Task Ends_with_one_line_where_a_value_is_wrong(string argument, string fault)
    {
        await RunAsync(argument);

        Assert.StartsWith("phoenix: " + fault, TheLine());
    }

    [Fact]
    public async Task Names_one_fault_of_several_wrong_sections()
    {
        await RunAsync("--Phoenix:Cluster:Port=x", "--Phoenix:Limits:Boards=0", "--Phoenix:Ingestion:MaxBulkEvents=0");

        var named = new[] { "Phoenix:Cluster:Port", "Phoenix:Limits:Boards", "Phoenix:Ingestion:MaxBulkEvents" }
            .Where(TheLine().Contains);
        Assert.Single(named);
    }

    [Fact]
    public async Task Checks_every_section_before_it_opens_the_store()
    {
        await RunAsync("--Phoenix:Limits:Boards=0");

        Assert.Contains("Phoenix:Limits:Boards", TheLine());
        Assert.False(Directory.Exists(_directory));
    }

    [Theory]
    [InlineData("Hostname", "0.0.0.0")]
    [InlineData("BindHostname", "0.0.0.0")]
    [InlineData("BindHostname", "::")]
    public async Task Nodes_listen_on_every_address_only_with_TLS(string key, string address)
    {
        await RunAsync($"--Phoenix:Cluster:{key}={address}");

        Assert.StartsWith(
            $"phoenix: Phoenix:Cluster:{key} is '{address}': must be one address of this machine unless", TheLine());
    }

    [Theory]
    [InlineData("Production")]
    [InlineData("Development")]
    public async Task Names_a_data_folder_that_can_not_be_used(string environment)
    {
        await File.WriteAllTextAsync(_directory, "a file where a folder should be");

        await RunAsync($"--environment={environment}");

        Assert.Contains("Phoenix:Storage:Directory", TheLine());
    }

    private async Task RunAsync(params string[] args)
    {
        string[] common =
            ["--environment=Production", "--Urls=http://127.0.0.1:0", $"--Phoenix:Storage:Directory={_directory}"];

        Assert.Equal(PhoenixHost.ExitWrongConfiguration, await PhoenixHost.RunAsync([.. common, .. args], _errors));
    }

    private string TheLine() =>
        Assert.Single(_errors.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries)).TrimEnd('\r');
}
