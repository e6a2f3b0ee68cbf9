using System.Text;
using System.Text.Json;
using Phoenix.Http.CommandLine;
using Phoenix.Http.Replay;

namespace Phoenix.Http.Tests.Replay;

public sealed class CsvMappingSpecs
{
    private const string Hash = "0123456789abcdeffedcba9876543210";

    private static readonly CsvHeader Goals =
        new(["date", "home_team", "away_team", "team", "scorer", "minute", "own_goal", "penalty"]);

    private static string Json(ReplayItem item)
    {
        Assert.Null(item.Fault);
        return Encoding.UTF8.GetString(item.Event.Span);
    }

    private static ReplayItem Goal(params string[] fields) =>
        new GoalscorersMapping(Goals, Hash).Map(new CsvRow(7, fields));

    [Fact]
    public void A_goal_becomes_an_event_of_its_scorer() => Assert.Equal(
        """
        {"event_id":"0123456789abcdef-7","type":"goal.scored",
        "actor":{"user_id":"Delio \"Maravilla\" Gamboa","metadata":{"team":"Colombia"}},
        "subject":{"type":"match","id":"1957-03-13 Argentina - Colombia"},
        "occurred_at":"1957-03-13T00:00:00Z",
        "attrs":{"team":"Colombia","home_team":"Argentina","away_team":"Colombia",
        "minute":34,"own_goal":false,"penalty":true}}
        """.ReplaceLineEndings(""),
        Json(Goal(
            "1957-03-13", "Argentina", "Colombia", "Colombia", "Delio \"Maravilla\" Gamboa", "34", "FALSE", "TRUE")));

    [Fact]
    public void A_minute_that_is_no_number_is_left_out()
    {
        using var json = JsonDocument.Parse(Json(Goal("1916-07-02", "A", "B", "A", "José", "NA", "TRUE", "FALSE")));
        Assert.False(json.RootElement.GetProperty("attrs").TryGetProperty("minute", out _));
        Assert.True(json.RootElement.GetProperty("attrs").GetProperty("own_goal").GetBoolean());
        Assert.Equal("José", json.RootElement.GetProperty("actor").GetProperty("user_id").GetString());
    }

    [Fact]
    public void A_goal_without_a_known_scorer_is_skipped() =>
        Assert.Equal(ReplayItem.Skip(7), Goal("1916-07-02", "A", "B", "A", "NA", "1", "FALSE", "FALSE"));

    [Theory]
    [InlineData("2 fields where the header has 8", "1916-07-02", "A")]
    [InlineData("date is '2.7.1916', it must be yyyy-MM-dd", "2.7.1916", "A", "B", "A", "X", "1", "FALSE", "FALSE")]
    [InlineData("own_goal is 'no'", "1916-07-02", "A", "B", "A", "X", "1", "no", "FALSE")]
    [InlineData("penalty is ''", "1916-07-02", "A", "B", "A", "X", "1", "FALSE", "")]
    public void A_row_that_is_no_goal_says_why(string fault, params string[] fields) =>
        Assert.Contains(fault, Goal(fields).Fault);

    [Fact]
    public void A_header_without_a_needed_column_is_refused_naming_both() => Assert.Equal(
        "the file has no column 'date'; it has day, scorer",
        Assert.Throws<UsageException>(
            () => new GoalscorersMapping(new CsvHeader(["day", "scorer"]), Hash)).Message);

    [Theory]
    [InlineData("the header names 'a' twice", "a", "a")]
    [InlineData("column 2 of the header has no name", "a", "")]
    public void An_ambiguous_header_is_refused(string message, params string[] names) =>
        Assert.Equal(message, Assert.Throws<UsageException>(() => new CsvHeader(names)).Message);

    [Fact]
    public void All_columns_become_attributes_with_their_types()
    {
        var header = new CsvHeader(["who", "when", "n", "exp", "zip", "big", "flag", "none", "text"]);
        var mapping = new ColumnMapping(header, new ColumnNames("buy", "who", "when", null), Hash);
        Assert.Equal(
            """
            {"event_id":"0123456789abcdef-3","type":"buy","actor":{"user_id":"u1"},
            "occurred_at":"2025-11-18T00:00:00Z",
            "attrs":{"who":"u1","when":"2025-11-18","n":-1.50,"exp":2e3,"zip":"007","big":"1e999",
            "flag":true,"text":"NaN"}}
            """.ReplaceLineEndings(""),
            Json(mapping.Map(new CsvRow(3, ["u1", "2025-11-18", "-1.50", "2e3", "007", "1e999", "True", "", "NaN"]))));
    }

    [Fact]
    public void A_time_and_an_id_of_the_file_are_kept_as_they_are()
    {
        var mapping = new ColumnMapping(new CsvHeader(["u", "t", "key"]), new ColumnNames("x", "u", "t", "key"), Hash);
        var item = mapping.Map(new CsvRow(2, ["a", "2025-11-18T12:00:00+01:00", "k-9"]));
        using var json = JsonDocument.Parse(Json(item));
        Assert.Equal("k-9", json.RootElement.GetProperty("event_id").GetString());
        Assert.Equal("2025-11-18T12:00:00+01:00", json.RootElement.GetProperty("occurred_at").GetString());
    }
}
