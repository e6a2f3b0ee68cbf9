using Microsoft.Extensions.Configuration;
using Phoenix.Http.Hosting;

namespace Phoenix.Http.Tests.Hosting;

public sealed class UnknownSettingsSpecs
{
    private static readonly Dictionary<string, bool> Known = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Phoenix:Limits:EventsPerSecond"] = false,
        ["Phoenix:Limits:Boards"] = false,
        ["Phoenix:Storage:Directory"] = false,
        ["Phoenix:Admin:ApiKeys"] = true,
    };

    [Theory]
    [InlineData("Phoenix:Limits:EventPerSecond", "Phoenix:Limits:EventsPerSecond")]
    [InlineData("Phoenix:Limit:Boards", "Phoenix:Limits:Boards")]
    [InlineData("Phoenix:Storage:Directory:0", "Phoenix:Storage:Directory")]
    [InlineData("Phoenix:Admin:ApiKeys:first", "Phoenix:Admin:ApiKeys")]
    public void Are_named_with_the_known_key_that_is_most_like_them(string key, string nearest) =>
        Assert.Equal([(key, nearest)], Find(key));

    [Theory]
    [InlineData("Phoenix:Limits:Boards")]
    [InlineData("PHOENIX:LIMITS:BOARDS")]
    [InlineData("Phoenix:Admin:ApiKeys")]
    [InlineData("Phoenix:Admin:ApiKeys:0")]
    [InlineData("Logging:LogLevel:Defualt")]
    public void Known_keys_items_of_lists_and_other_sections_are_none(string key) => Assert.Empty(Find(key));

    private static IEnumerable<(string Key, string Nearest)> Find(string key) => UnknownSettings.Find(
        new ConfigurationBuilder().AddInMemoryCollection([new(key, "x")]).Build(), Known);
}
