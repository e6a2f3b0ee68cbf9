using System.Text;
using Phoenix.Http.Tests.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Tests.Admin;

public class InspectionApiSpecs : IClassFixture<GatewayHost>
{
    private const string DryRun = "/v1/leaderboards/dry-run";
    private const string Config =
        """{"timeframe":{"type":"daily"},"scoring":{"rules":[{"event_type":"*","points_expression":"1"}]}}""";

    private const string Sent =
        """
        {"event_id":"e1","type":"goal","actor":{"user_id":"ann"},"occurred_at":"2025-11-18T12:34:56Z","attrs":{"n":1}}
        """;

    private static readonly TenantId Acme = new("acme");

    private readonly GatewayHost _host;
    private object _tenant = new TenantReply(Acme, "Acme", TenantStatus.Active, 300, 0, null);
    private object _reply = new ScoringExplanationReply(false, 0, null, null, [], []);

    public InspectionApiSpecs(GatewayHost host)
    {
        _host = host;
        _host.Engine.Reset();
        _host.Engine.Reply = message => message is GetTenant ? _tenant : _reply;
    }

    [Fact]
    public async Task Shows_what_a_config_makes_of_an_event()
    {
        const string expected =
            """
            {"matched":true,"points":1.5,"window_key":"2025-11-18","window_status":"closing",
            "filters":[{"path":"attrs.mode","operator":"in","expected":["a",1,null],"actual":{"x": 1},"holds":false},
            {"path":"attrs.n","operator":"gt","expected":true,"actual":null,"holds":true}],
            "rules":[{"index":0,"matched":false,"reason":"attrs.n is \"é\"","points":0},
            {"index":1,"matched":true,"reason":"gives 1.5 points","points":1.5}]}
            """;
        FieldPredicate mode = new("attrs.mode", PredicateOperator.In, [Scalar.Of("a"), Scalar.Of(1.0), Scalar.Null]);
        FieldPredicate number = new("attrs.n", PredicateOperator.Gt, [Scalar.Of(true)]);
        _reply = new ScoringExplanationReply(
            true, 1_500_000, "2025-11-18", WindowStatus.Closing,
            [new FilterOutcome(mode, """{"x": 1}""", false), new FilterOutcome(number, null, true)],
            [
                new RuleOutcome(0, false, "attrs.n is \"é\"", 0),
                new RuleOutcome(1, true, "gives 1.5 points", 1_500_000),
            ]);

        var shown = await _host.SendAsync("admin:acme", "POST", DryRun, Body(Config, Sent)).JsonAsync(200);

        Assert.Equal(expected.Replace("\n", "", StringComparison.Ordinal), shown.GetRawText());
        var asked = _host.Engine.Single<GetScoringExplanation>();
        Assert.Equal((Acme, 1_763_469_297_120_000), (asked.TenantId, asked.NowUs));
        Assert.Equal(TimeframeType.Daily, asked.Config.Timeframe.Type);
        Assert.Equal("ann", Encoding.UTF8.GetString(asked.Event.UserId));
        Assert.StartsWith("""{"tenant_id":"acme","event_id":"e1",""", Encoding.UTF8.GetString(asked.Event.Body));
    }

    [Fact]
    public async Task An_event_in_no_window_has_no_key()
    {
        var shown = await _host.SendAsync("admin:acme", "POST", DryRun, Body(Config, Sent)).JsonAsync(200);

        Assert.Equal(
            """{"matched":false,"points":0,"window_key":null,"window_status":"none","filters":[],"rules":[]}""",
            shown.GetRawText());
    }

    [Theory]
    [InlineData("""{"type":"daily"}""", Sent, "config.type", "config.type is not a known field")]
    [InlineData(Config, """{"event_id":"e1"}""", "event.type", "event_type cannot be empty")]
    [InlineData(Config, """{"event_id":7}""", "event.event_id", "event_id must be a string")]
    [InlineData(Config, "7", "event", "event must be an object")]
    [InlineData(Config, "null", "event", "event is required")]
    [InlineData("null", Sent, "config", "config is required")]
    public async Task A_bad_config_or_event_is_refused_by_field(string config, string sent, string field, string rule)
    {
        var error = await _host.SendAsync("admin:acme", "POST", DryRun, Body(config, sent))
            .RefusedAsync(400, "VALIDATION_ERROR", "Validation failed: " + rule);

        Assert.Equal(field, error.GetProperty("details")[0].GetProperty("field").GetString());
    }

    [Fact]
    public async Task An_event_too_far_ahead_is_refused_as_when_it_is_sent() =>
        await _host.SendAsync(
                "admin:acme", "POST", DryRun, Body(Config, Sent.Replace("T12:34", "T13:35", StringComparison.Ordinal)))
            .RefusedAsync(400, "VALIDATION_ERROR", "occurred_at must be at most 3600 seconds ahead");

    [Fact]
    public async Task Hears_everything_that_is_wrong_at_once()
    {
        var error = await _host.SendAsync("admin:acme", "POST", DryRun, """{"config":{},"event":{},"x":1}""")
            .RefusedAsync(400, "VALIDATION_ERROR", "see details");

        Assert.Equal(
            ["x", "config.timeframe", "config.scoring", "event.event_id"],
            error.GetProperty("details").EnumerateArray().Select(d => d.GetProperty("field").GetString()));
    }

    [Theory]
    [InlineData("tenant:acme", "", 403, "FORBIDDEN")]
    [InlineData("", "", 401, "UNAUTHORIZED")]
    [InlineData("key", "", 400, "VALIDATION_ERROR")]
    [InlineData("admin:acme", "?tenant_id=other", 403, "FORBIDDEN")]
    public async Task Both_are_for_admins_of_the_tenant(string caller, string query, int status, string code)
    {
        await _host.SendAsync(caller, "POST", DryRun + query, Body(Config, Sent)).RefusedAsync(status, code, "");
        await _host.SendAsync(caller, "GET", "/v1/events/recent" + query).RefusedAsync(status, code, "");
    }

    [Fact]
    public async Task Both_pass_on_what_the_engine_refuses()
    {
        _reply = new Refusal(ErrorCode.ValidationError, "config.scoring: no");
        await _host.SendAsync("key", "POST", DryRun + "?tenant_id=acme", Body(Config, Sent))
            .RefusedAsync(400, "VALIDATION_ERROR", "config.scoring: no");
        _reply = Refusal.Unavailable("later");
        await _host.SendAsync("key", "GET", "/v1/events/recent?tenant_id=acme").RefusedAsync(503, "UNAVAILABLE", "");
        _tenant = new Refusal(ErrorCode.NotFound, "no");
        await _host.SendAsync("key", "GET", "/v1/events/recent?tenant_id=acme").RefusedAsync(403, "FORBIDDEN", "known");
    }

    [Fact]
    public async Task Shows_the_last_events()
    {
        const string expected =
            """
            {"events":[{"event_id":"e\"1","type":"goal","user_id":"ann","occurred_at":"1970-01-01T00:00:00Z",
            "accepted_at":"2025-11-18T12:34:57.120Z","position":"41","boards":[
            {"leaderboard_id":"xp","verdict":"scored","points":-1.5,"window_key":"all"},
            {"leaderboard_id":"yp","verdict":"window_limit","points":0,"window_key":null}]}],
            "accepted_total":7,"head":"42","boards":[{"leaderboard_id":"xp","position":"40","lag_rows":2},
            {"leaderboard_id":"yp","position":"43","lag_rows":0}]}
            """;
        var (xp, yp) = (new LeaderboardId("xp"), new LeaderboardId("yp"));
        _reply = new RecentEventsReply(
            [
                new RecentEvent(
                    "e\"1", "goal", "ann", 0, 1_763_469_297_120_000, 41,
                    [
                        new BoardVerdict(xp, EventVerdict.Scored, -1_500_000, "all"),
                        new BoardVerdict(yp, EventVerdict.WindowLimit, 0, null),
                    ]),
            ],
            7, 42, [new BoardProgress(xp, 40), new BoardProgress(yp, 43)]);

        var shown = await _host.SendAsync("admin:acme", "GET", "/v1/events/recent").JsonAsync(200);

        Assert.Equal(expected.Replace("\n", "", StringComparison.Ordinal), shown.GetRawText());
        Assert.Equal(new GetRecentEvents(Acme, 100), _host.Engine.Single<GetRecentEvents>());
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("ten")]
    public async Task The_limit_has_bounds(string limit) =>
        await _host.SendAsync("admin:acme", "GET", $"/v1/events/recent?limit={limit}")
            .RefusedAsync(400, "VALIDATION_ERROR", "limit must be a whole number from 1 to 1000");

    private static string Body(string config, string sent) => $$"""{"config":{{config}},"event":{{sent}}}""";
}
