using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Phoenix.Cluster.Hosting;
using Phoenix.Cluster.Storage;
using Phoenix.Cluster.Telemetry;
using Phoenix.Cluster.Tenants;
using Phoenix.Http.Auth;
using Phoenix.Http.Hosting;
using Phoenix.Http.Ingestion;
using Phoenix.Http.Live;
using Phoenix.Http.Telemetry;

namespace Phoenix.Http.Tests.Hosting;

/// <summary>Holds docs/configuration.md, appsettings.json and the code that reads it to one another.</summary>
public sealed partial class ConfigurationDocsSpecs
{
    private static readonly string Doc = RepositoryFiles.Read("docs", "configuration.md").ReplaceLineEndings("\n");
    private static readonly Dictionary<string, string> Settings = KeysOf("appsettings.json");

    /// <summary>Any value will do for these, so none can be refused.</summary>
    private static readonly HashSet<string> FreeText =
    [
        "Phoenix:Storage:Directory", "Phoenix:Cluster:Hostname", "Phoenix:Cluster:BindHostname",
        "Phoenix:Auth:Zitadel:Audience", "Phoenix:Auth:GamerTokens:Issuer", "Phoenix:Auth:GamerTokens:Audience",
    ];

    public static TheoryData<string> KeysWithARule =>
        [.. Settings.Keys.Where(key => !key.StartsWith("Logging:") && !FreeText.Contains(key))];

    [Fact]
    public void The_table_has_the_keys_and_defaults_of_appsettings()
    {
        var documented = Rows().Select(row => $"{row.Key} = {row.Default}").ToList();

        Assert.NotEmpty(documented);
        Assert.Equal(Settings.Select(key => $"{key.Key} = {key.Value}").Order(), documented.Order());
    }

    [Fact]
    public void The_page_names_what_development_sets() => Assert.All(
        KeysOf("appsettings.Development.json"),
        key => Assert.Contains($"`{key.Key}` is {key.Value} (`appsettings.Development.json`)", Doc));

    [Fact]
    public void Appsettings_has_every_key_that_the_code_reads_and_no_other()
    {
        var recorder = new Recorder();
        _ = Read(builder => builder.Add(recorder));

        Assert.Equal(
            Settings.Keys.Where(key => key.StartsWith("Phoenix:")).Order(),
            recorder.Asked.Where(key => key.StartsWith("Phoenix:")).Order());
    }

    [Fact]
    public void Appsettings_has_the_defaults_of_the_code()
    {
        var file = Path.Combine(AppContext.BaseDirectory, "appsettings.json");

        Assert.Equal(Read(_ => { }), Read(builder => builder.AddJsonFile(file)));
    }

    [Theory]
    [MemberData(nameof(KeysWithARule))]
    public void A_wrong_value_is_refused_by_the_rule_that_the_table_gives(string key)
    {
        var settings = new Dictionary<string, string?> { [key] = key == "Phoenix:Admin:ApiKeys" ? "sha256:?" : "?" };
        if (key == "Phoenix:Storage:ConnectionString")
            settings = new() { ["Phoenix:Storage:Provider"] = nameof(StorageProvider.PostgreSql) };

        var fault = Assert.Throws<OptionsValidationException>(
            () => Read(builder => builder.AddInMemoryCollection(settings)));

        Assert.StartsWith(key, fault.Message);
        var rule = Rows().Single(row => row.Key == key).Rule;
        if (Range().Match(fault.Message) is { Success: true } range)
            Assert.StartsWith($"{range.Groups["min"]} to {range.Groups["max"]}", rule);
    }

    /// <summary>Every option as the code reads it from a configuration, as text to compare.</summary>
    private static string Read(Action<IConfigurationBuilder> configure)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        configure(builder.Configuration);
        builder.AddPhoenixHttp();
        builder.Services.AddEngineSettings();
        using var services = builder.Services.BuildServiceProvider();
        services.GetRequiredService<IStartupValidator>().Validate();
        return JsonSerializer.Serialize(new object[]
        {
            Of<HttpOptions>(), Of<IngestionOptions>(), Of<AuthOptions>(), Of<AdminOptions>(), Of<StorageOptions>(),
            Of<ClusterOptions>(), Of<TenantOptions>(), Of<LiveOptions>(), Of<OperationsOptions>(),
            Of<TelemetryOptions>(), Of<OtlpOptions>(),
        });

        object Of<TOptions>() where TOptions : class => services.GetRequiredService<IOptions<TOptions>>().Value;
    }

    private static IEnumerable<(string Key, string Default, string Rule)> Rows() => Row().Matches(Doc)
        .Select(row => (row.Groups["key"].Value, row.Groups["default"].Value, row.Groups["rule"].Value));

    /// <summary>The keys of a file, each with its value as the table shows it.</summary>
    private static Dictionary<string, string> KeysOf(string file)
    {
        using var json = JsonDocument.Parse(RepositoryFiles.Read("src", "Phoenix.Http", file));
        return Leaves("", json.RootElement).ToDictionary();
    }

    private static IEnumerable<(string Key, string Value)> Leaves(string path, JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => json.EnumerateObject().SelectMany(
                field => Leaves(path.Length == 0 ? field.Name : $"{path}:{field.Name}", field.Value)),
            JsonValueKind.Null => [(path, "—")],
            JsonValueKind.String => [(path, $"`{json.GetString()}`")],
            _ => [(path, $"`{json.GetRawText()}`")],
        };

    [GeneratedRegex(
        @"^\| `(?<key>[\w:.]+)` \| (?<default>[^|]+?) \| (?<rule>[^|]+?) \| [^|]+ \|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"from (?<min>\d+) to (?<max>\d+)")]
    private static partial Regex Range();

    /// <summary>Holds nothing, and notes what it is asked for.</summary>
    private sealed class Recorder : ConfigurationProvider, IConfigurationSource
    {
        public HashSet<string> Asked { get; } = [];

        public IConfigurationProvider Build(IConfigurationBuilder builder) => this;

        public override bool TryGet(string key, out string? value)
        {
            Asked.Add(key);
            value = null;
            return false;
        }
    }
}
