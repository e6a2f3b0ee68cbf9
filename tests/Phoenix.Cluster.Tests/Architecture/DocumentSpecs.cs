using System.Text.RegularExpressions;

namespace Phoenix.Cluster.Tests.Architecture;

/// <summary>Documents don't drift: what they name is there.</summary>
public sealed partial class DocumentSpecs
{
    private static readonly string[] TopFolders = ["src", "tests", "docs", "docker", ".ci"];

    [Fact]
    public void Every_file_and_folder_that_a_document_names_exists()
    {
        var documents = new[] { "README.md", "ARCHITECTURE.md", "CHANGELOG.md" }
            .Where(name => File.Exists(Path.Combine(Repository.Root, name)))
            .Concat(Repository.Paths("docs", "*.md")).Concat(Repository.Paths("docker", "*.md"));

        Assert.Empty(documents.SelectMany(document =>
            Missing(document, File.ReadAllText(Path.Combine(Repository.Root, document)))));
    }

    [Theory]
    [InlineData("see `src/Phoenix.Nowhere/`")]
    [InlineData("see `src/Phoenix.Cluster/Domain/Windows/NoSuchCalendar.cs`")]
    [InlineData("see `NoSuchCalendar.cs`")]
    [InlineData("see `docs/no-such-page.md`")]
    [InlineData("see `src/*/NoSuch*.cs`")]
    [InlineData("see `src/Phoenix.Cluster/Domain/Windows/NoSuchCalendar.cs:12`")]
    [InlineData("see [there](docs/no-such-page.md)")]
    [InlineData("see [there](docs/no-such-page.md#heading)")]
    public void Tells_a_name_without_a_file(string text) => Assert.Single(Missing("README.md", text));

    [Theory]
    [InlineData("see `src/Phoenix.Cluster/`, `src/Phoenix.Cluster`")]
    [InlineData("see `src/Phoenix.Cluster/Domain/Windows/WindowCalendar.cs:12`, `WindowCalendar.cs`")]
    [InlineData("see `src/*/*.csproj`, `Phoenix.sln`")]
    [InlineData("see [there](Phoenix.sln), [web](https://example.org/a.md), [here](#heading)")]
    [InlineData("call `GET /v1/leaderboards/{id}`, `tests`, `and/or`, `dotnet test`, `appsettings.Local.json`")]
    public void Takes_what_exists_and_what_is_no_path(string text) => Assert.Empty(Missing("README.md", text));

    [Fact]
    public void A_link_is_relative_to_its_document()
    {
        Assert.Empty(Missing("docs/page.md", "see [it](../Phoenix.sln)"));
        Assert.Single(Missing("docs/page.md", "see [it](Phoenix.sln)"));
    }

    private static IEnumerable<string> Missing(string document, string text)
    {
        var named = InlineCode().Matches(text).Select(match => LineNumber().Replace(match.Groups[1].Value, ""))
            .Where(name => !Exists(name));
        var folder = Path.GetDirectoryName(document) ?? "";
        var linked = Link().Matches(text).Select(match => match.Groups[1].Value)
            .Where(link => !link.Contains(':', StringComparison.Ordinal))
            .Where(link => !Path.Exists(Path.Combine(Repository.Root, folder, link)));
        return named.Concat(linked).Distinct().Select(name => $"{document}: {name}");
    }

    private static bool Exists(string name)
    {
        var parts = name.TrimEnd('/').Split('/');
        if (parts.Length == 1)
            return !BareFile().IsMatch(name) || Repository.Paths("", name).Any();
        if (!TopFolders.Contains(parts[0])) return true;
        if (!name.Contains('*', StringComparison.Ordinal))
            return Path.Exists(Path.Combine(Repository.Root, name));
        var pattern = new Regex("^" + Regex.Escape(name).Replace(@"\*", "[^/]*", StringComparison.Ordinal) + "$");
        return Repository.Paths(parts[0], "*").Any(pattern.IsMatch);
    }

    [GeneratedRegex(@"`([^`\s{}<>]+)`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@":\d+(-\d+)?$")]
    private static partial Regex LineNumber();

    [GeneratedRegex(@"\]\(([^)#\s]+)(#[^)]*)?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^[\w.-]+\.(cs|csproj|sln|md|proto|props|sh|yml)$")]
    private static partial Regex BareFile();
}
