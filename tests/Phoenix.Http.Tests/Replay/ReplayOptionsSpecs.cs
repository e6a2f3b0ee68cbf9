using Phoenix.Http.CommandLine;
using Phoenix.Http.Replay;

namespace Phoenix.Http.Tests.Replay;

public sealed class ReplayOptionsSpecs
{
    private static ReplayOptions Parse(params string[] args) => ReplayOptions.Parse(args, _ => null);

    [Fact]
    public void Has_the_documented_defaults()
    {
        var options = Parse("events.ndjson");
        Assert.Equal(
            new ReplayOptions(
                "events.ndjson", ReplayFormat.Ndjson, null, new Uri("http://127.0.0.1:8080"), null,
                8, 100, null, TimeSpan.FromSeconds(60), false),
            options);
    }

    [Fact]
    public void Takes_every_option_in_both_spellings()
    {
        var options = Parse(
            "--url=https://phoenix.example:8443", "--token", "t", "--format", "csv", "--type=buy", "--user", "who",
            "--time", "when", "--id", "key", "--concurrency", "2", "--batch=7", "--limit", "9", "--retry-for", "3",
            "--dry-run", "events.txt");
        Assert.Equal(
            new ReplayOptions(
                "events.txt", ReplayFormat.Csv, new ColumnNames("buy", "who", "when", "key"),
                new Uri("https://phoenix.example:8443"), "t", 2, 7, 9, TimeSpan.FromSeconds(3), true),
            options);
    }

    [Fact]
    public void Reads_a_csv_of_which_nothing_is_said_as_goalscorers() =>
        Assert.Equal(Parse("a.csv", "--map", "goalscorers"), Parse("a.csv"));

    [Fact]
    public void Takes_the_token_of_the_environment_where_none_is_given()
    {
        string? Environment(string name) => name == "PHOENIX_TOKEN" ? "from-environment" : null;
        Assert.Equal("from-environment", ReplayOptions.Parse(["e.ndjson"], Environment).Token);
        Assert.Equal("given", ReplayOptions.Parse(["e.ndjson", "--token", "given"], Environment).Token);
    }

    [Theory]
    [InlineData("no file is given")]
    [InlineData("'b.csv' is one file too many", "a.csv", "b.csv")]
    [InlineData("unknown option '--speed'", "a.ndjson", "--speed", "9")]
    [InlineData("unknown option '--dry-run=yes'", "a.ndjson", "--dry-run=yes")]
    [InlineData("--batch needs a value", "a.ndjson", "--batch")]
    [InlineData("--batch is given twice", "a.ndjson", "--batch", "1", "--batch", "2")]
    [InlineData("--batch is '101', it must be a whole number from 1 to 100", "a.ndjson", "--batch", "101")]
    [InlineData("--concurrency is '0', it must be a whole number from 1 to 256", "a.ndjson", "--concurrency", "0")]
    [InlineData("--limit is '-1', it must be a whole number from 1", "a.ndjson", "--limit", "-1")]
    [InlineData("--retry-for is '1.5'", "a.ndjson", "--retry-for", "1.5")]
    [InlineData("--format must be given: the extension '.txt' tells none", "a.txt")]
    [InlineData("--format is 'xml', it must be csv or ndjson", "a.txt", "--format", "xml")]
    [InlineData("--map is 'goals', it must be goalscorers", "a.csv", "--map", "goals")]
    [InlineData("--map and --user exclude each other", "a.csv", "--map", "goalscorers", "--user", "u")]
    [InlineData("--type is missing", "a.csv", "--user", "u", "--time", "t")]
    [InlineData("--time is missing", "a.csv", "--type", "t", "--user", "u")]
    [InlineData("--map is for CSV", "a.ndjson", "--map", "goalscorers")]
    [InlineData("--url is 'localhost:8080', it must be http://host:port", "a.ndjson", "--url", "localhost:8080")]
    [InlineData("--url is 'http://h/v1/events'", "a.ndjson", "--url", "http://h/v1/events")]
    [InlineData("the token holds characters that none has", "a.ndjson", "--token", "a b")]
    public void Refuses_what_is_wrong_naming_option_and_rule(string message, params string[] args) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => Parse(args)).Message);
}
