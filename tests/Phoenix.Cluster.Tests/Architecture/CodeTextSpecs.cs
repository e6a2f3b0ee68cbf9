namespace Phoenix.Cluster.Tests.Architecture;

public sealed class CodeTextSpecs
{
    [Theory]
    [InlineData("a(); // b\nc();", "a();     \nc();")]
    [InlineData("a /* b\n c */ d", "a     \n      d")]
    [InlineData("x(\"b // c\", 'd', '\\'', \"\\\"\"); e", "x(        ,    ,     ,     ); e")]
    [InlineData("x(@\"b\\\", y)", "x(     , y)")]
    [InlineData("x(@\"b\"\"c\", y)", "x(       , y)")]
    [InlineData("x($\"b{(c ? \"d\" : \"}\")}e\", y)", "x(                      , y)")]
    [InlineData("x($\"{{b\", y)", "x(      , y)")]
    [InlineData("x(\"\"\"b \"c\" // d\"\"\", y)", "x(                , y)")]
    [InlineData("@class = 1", "@class = 1")]
    public void Blanks_comments_and_literals_and_nothing_else(string source, string code) =>
        Assert.Equal(code, CodeText.Of(source));

    [Fact]
    public void Keeps_every_line_of_every_source_where_it_was()
    {
        var sources = Repository.Sources("src").Concat(Repository.Sources("tests")).ToArray();

        Assert.NotEmpty(sources);
        Assert.All(sources, source =>
            Assert.Equal(source.Text.Split('\n').Length, CodeText.Of(source.Text).Split('\n').Length));
    }
}
