using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Phoenix.Http.Errors;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.Tests.Errors;

public sealed class ErrorMiddlewareSpecs : IAsyncLifetime
{
    private HttpTestHost _host = null!;

    public async Task InitializeAsync() => _host = await HttpTestHost.StartAsync(map: app =>
    {
        app.MapGet("/throws", string () => throw new InvalidOperationException("secret connection string"));
        app.MapGet("/throws-late", async (HttpContext context) =>
        {
            context.Response.Headers["X-Half"] = "1";
            await context.Response.WriteAsync("half");
            await context.Response.Body.FlushAsync();
            throw new InvalidOperationException("late");
        });
        app.MapGet("/status/{status:int}", (HttpContext context, int status) =>
        {
            context.Response.StatusCode = status;
        });
        app.MapGet("/own", (HttpContext context) =>
        {
            context.Response.StatusCode = 418;
            return context.Response.WriteAsync("own body");
        });
        app.MapGet("/bad/{status:int}", void (int status) =>
            throw new BadHttpRequestException("internal text", status));
        app.MapGet("/refuse", (HttpContext context) => ErrorResponses.WriteAsync(
            context,
            new Refusal(ErrorCode.Unavailable, "Später „\"<ä>\"“", 7)
            {
                Details = [new FieldError("a.b", "is \"c\"")],
            }));
    });

    public async Task DisposeAsync() => await _host.DisposeAsync();

    private Task<HttpAnswer> GetAsync(string path, string? requestId = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (requestId is not null) request.Headers.TryAddWithoutValidation("X-Request-Id", requestId);
        return _host.SendAsync(request);
    }

    [Fact]
    public async Task Tells_nothing_of_an_exception()
    {
        var answer = await GetAsync("/throws");

        answer.ShouldBeError(500, "INTERNAL_ERROR");
        Assert.DoesNotContain("secret", answer.Text);
        Assert.DoesNotContain("Exception", answer.Text);
    }

    [Fact]
    public async Task Breaks_off_an_answer_that_failed_half_way() =>
        await Assert.ThrowsAnyAsync<Exception>(() => GetAsync("/throws-late"));

    [Theory]
    [InlineData(400, 400, "VALIDATION_ERROR")]
    [InlineData(401, 401, "UNAUTHORIZED")]
    [InlineData(403, 403, "FORBIDDEN")]
    [InlineData(404, 404, "NOT_FOUND")]
    [InlineData(405, 405, "METHOD_NOT_ALLOWED")]
    [InlineData(406, 400, "VALIDATION_ERROR")]
    [InlineData(409, 409, "CONFLICT")]
    [InlineData(413, 413, "PAYLOAD_TOO_LARGE")]
    [InlineData(415, 415, "UNSUPPORTED_MEDIA_TYPE")]
    [InlineData(426, 400, "VALIDATION_ERROR")]
    [InlineData(429, 429, "RATE_LIMITED")]
    [InlineData(500, 500, "INTERNAL_ERROR")]
    [InlineData(501, 500, "INTERNAL_ERROR")]
    [InlineData(503, 503, "UNAVAILABLE")]
    public async Task Gives_a_bare_status_the_one_form(int status, int shown, string code) =>
        (await GetAsync($"/status/{status}")).ShouldBeError(shown, code);

    [Theory]
    [InlineData(400, 400, "VALIDATION_ERROR")]
    [InlineData(408, 400, "VALIDATION_ERROR")]
    [InlineData(413, 413, "PAYLOAD_TOO_LARGE")]
    public async Task Gives_the_servers_own_faults_the_one_form(int status, int shown, string code)
    {
        var answer = await GetAsync($"/bad/{status}");

        answer.ShouldBeError(shown, code);
        Assert.DoesNotContain("internal text", answer.Text);
    }

    [Fact]
    public async Task Leaves_an_answer_with_a_body_alone()
    {
        var answer = await GetAsync("/own");

        Assert.Equal((418, "own body"), (answer.Status, answer.Text));
    }

    [Fact]
    public async Task Writes_details_and_when_to_come_again()
    {
        var answer = await GetAsync("/refuse");

        answer.ShouldBeError(503, "UNAVAILABLE");
        Assert.Equal("Später „\"<ä>\"“", answer.Message);
        Assert.Equal("7", answer.Headers["Retry-After"]);
        Assert.Equal("""[{"field":"a.b","message":"is \"c\""}]""", answer.Error.GetProperty("details").GetRawText());
    }

    [Theory]
    [InlineData("abc-DEF_1.2")]
    [InlineData("x")]
    public async Task Echoes_a_sane_request_id(string id)
    {
        Assert.Equal(id, (await GetAsync("/nowhere", id)).Headers["X-Request-Id"]);
        Assert.Equal(id, (await GetAsync("/throws", id)).Headers["X-Request-Id"]);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a\tb")]
    [InlineData("<script>")]
    [InlineData("ä")]
    public async Task Makes_a_new_request_id_where_the_callers_is_none(string id)
    {
        var given = (await GetAsync("/nowhere", id)).Headers["X-Request-Id"];

        Assert.Matches("^[0-9a-f]{16}$", given);
        Assert.NotEqual(given, (await GetAsync("/nowhere", id)).Headers["X-Request-Id"]);
    }

    [Fact]
    public void Takes_a_request_id_of_128_characters_and_no_more()
    {
        Assert.True(RequestId.IsSane(new string('a', 128)));
        Assert.False(RequestId.IsSane(new string('a', 129)));
    }

    [Theory]
    [InlineData("/throws")]
    [InlineData("/own")]
    [InlineData("/nowhere")]
    [InlineData("/status/200")]
    [InlineData("/v1/events")]
    public async Task No_browser_guesses_what_an_answer_is(string path) =>
        Assert.Equal("nosniff", (await GetAsync(path)).Headers["X-Content-Type-Options"]);

    [Fact]
    public async Task Names_the_request_in_a_success_too() =>
        Assert.NotEmpty((await _host.PostAsync("/v1/events", SampleEvents.Event())).Headers["X-Request-Id"]);
}
