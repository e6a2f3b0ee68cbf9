using System.Reflection;
using Phoenix.Messages.Serialization;
using Phoenix.Messages.Serialization.Mapping;

namespace Phoenix.Messages.Tests.Serialization;

public class ManifestsSpecs
{
    [Fact]
    public void No_two_messages_share_a_manifest() =>
        Assert.Equal(Constants().Count, Constants().Distinct(StringComparer.OrdinalIgnoreCase).Count());

    [Fact]
    public void Every_manifest_belongs_to_exactly_one_codec() =>
        Assert.Equal(Constants().Order(), MessageCodecs.All.Select(codec => codec.Manifest).Order());

    [Fact]
    public void Every_manifest_is_lower_case_and_ends_with_its_version() =>
        Assert.All(Constants(), manifest => Assert.Matches("^[a-z]+(\\.[a-z-]+)?\\.v[0-9]+$", manifest));

    [Fact]
    public void The_wire_format_document_names_every_manifest()
    {
        var document = File.ReadAllText(Repository.PathOf("docs", "wire-format.md"));

        Assert.All(Constants(), manifest => Assert.Contains($"`{manifest}`", document, StringComparison.Ordinal));
    }

    private static List<string> Constants() =>
    [
        .. typeof(Manifests).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetValue(null)!),
    ];
}
