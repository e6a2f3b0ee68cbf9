using Phoenix.Http.Query;

namespace Phoenix.Http.Tests.Query;

public class EntityTagSpecs
{
    private const string Tag = "W/\"2025-W47.43.open\"";

    [Theory]
    [InlineData("W/\"2025-W47.43.open\"", true)]
    [InlineData("\"2025-W47.43.open\"", true)]
    [InlineData("\"x\", W/\"2025-W47.43.open\"", true)]
    [InlineData("*", true)]
    [InlineData("W/\"2025-W47.44.open\"", false)]
    [InlineData("W/\"2025-W47.43.closing\"", false)]
    [InlineData("2025-W47.43.open", false)]
    [InlineData("", false)]
    [InlineData("\"", false)]
    public void Compares_weakly(string header, bool expected) =>
        Assert.Equal(expected, EntityTag.IsNamedBy(header, Tag));

    [Fact]
    public void Finds_the_tag_in_any_of_several_headers() =>
        Assert.True(EntityTag.IsNamedBy(new[] { "\"x\"", "\"2025-W47.43.open\"" }, Tag));
}
