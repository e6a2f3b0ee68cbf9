using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Phoenix.Cluster.Tests.Architecture;

/// <summary>Who may know whom.</summary>
public sealed class DependencySpecs
{
    private static readonly Regex Engine = new(@"(?<![\w.])(Phoenix\.)?Cluster\.[A-Z]");

    [Theory]
    [InlineData("Phoenix.Messages", "")]
    [InlineData("Phoenix.Cluster", "Phoenix.Messages")]
    [InlineData("Phoenix.Http", "Phoenix.Cluster Phoenix.Messages")]
    public void A_project_refers_to_those_below_it_only(string project, string expected)
    {
        var references = References(project, "ProjectReference").Select(Path.GetFileNameWithoutExtension);

        Assert.Equal(expected, string.Join(' ', references.Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void The_projects_under_src_are_those_three() =>
        Assert.Equal(
            ["Phoenix.Cluster", "Phoenix.Http", "Phoenix.Messages"],
            Repository.Paths("src", "*.csproj").Select(path => Path.GetFileNameWithoutExtension(path)));

    [Fact]
    public void Messages_take_only_what_the_wire_needs() =>
        Assert.Empty(References("Phoenix.Messages", "PackageReference").Except(
            ["Akka", "Google.Protobuf", "Grpc.Tools", "K4os.Compression.LZ4"]));

    [Fact]
    public void The_engine_takes_no_web_framework_and_the_gateway_no_database()
    {
        string[] engine =
        [
            .. References("Phoenix.Cluster", "PackageReference"),
            .. References("Phoenix.Cluster", "FrameworkReference"),
        ];

        Assert.DoesNotContain(engine, name => Regex.IsMatch(name, "AspNetCore|Jwt"));
        Assert.DoesNotContain(
            References("Phoenix.Http", "PackageReference"),
            name => name is "linq2db" or "Npgsql" or "Microsoft.Data.Sqlite" or "Akka.Persistence.Sql");
    }

    [Theory]
    [InlineData("src/Phoenix.Messages", @"\bPhoenix\.(Cluster|Http)\b|AspNetCore|LinqToDB|Npgsql|Microsoft\.Data\b")]
    [InlineData("src/Phoenix.Cluster", @"\bPhoenix\.Http\b|AspNetCore|IdentityModel|JwtBearer")]
    [InlineData("src/Phoenix.Cluster/Tenants", @"\bPhoenix\.Cluster\.Leaderboards\b|(?<![\w.])Leaderboards\.[A-Z]")]
    [InlineData("src/Phoenix.Cluster/Leaderboards", @"\bPhoenix\.Cluster\.Tenants\b|(?<![\w.])Tenants\.[A-Z]")]
    [InlineData("src", @"\bPhoenix\.(TestSupport|Benchmarks|\w+\.Tests)\b|(?<![\w.])Xunit\b")]
    public void Sources_do_not_name_what_they_must_not_know(string folder, string forbidden)
    {
        var named = Repository.Sources(folder)
            .SelectMany(source => Regex.Matches(CodeText.Of(source.Text), forbidden)
                .Select(match => $"{source.Path}: {match.Value}"));

        Assert.Empty(named);
    }

    [Fact]
    public void Of_the_gateways_only_the_start_and_the_hosting_name_the_engine()
    {
        var sources = Repository.Sources("src/Phoenix.Http");

        Assert.NotEmpty(sources);
        Assert.Empty(sources.Where(source => !MayNameEngine(source.Path) && NamesEngine(source.Text))
            .Select(source => source.Path));
    }

    [Theory]
    [InlineData("using Phoenix.Cluster.Hosting;", true)]
    [InlineData("var options = new Phoenix.Cluster.Tenants.TenantOptions();", true)]
    [InlineData("var options = new Cluster.Tenants.TenantOptions();", true)]
    [InlineData("using Akka.Cluster.Sharding;", false)]
    [InlineData("// Phoenix.Cluster.Hosting", false)]
    [InlineData("using Phoenix.Messages.Tenants;", false)]
    public void Tells_where_the_engine_is_named(string code, bool named) => Assert.Equal(named, NamesEngine(code));

    [Fact]
    public void No_project_names_the_engine_for_all_its_files() =>
        Assert.DoesNotContain(References("Phoenix.Http", "Using"), name => name.Contains("Phoenix.Cluster"));

    private static bool MayNameEngine(string path) =>
        path == "src/Phoenix.Http/Program.cs" || path.StartsWith("src/Phoenix.Http/Hosting/", StringComparison.Ordinal);

    private static bool NamesEngine(string source) => Engine.IsMatch(CodeText.Of(source));

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(Path.Combine(Repository.Root, "src", project, project + ".csproj")).Descendants(kind)
            .Select(element => element.Attribute("Include")!.Value);
}
