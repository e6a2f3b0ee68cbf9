using System.Net;
using Microsoft.Playwright;
using Phoenix.TestSupport.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Phoenix.System.Tests.WebConsole;

/// <summary><c>Phoenix:Operations:Public=false</c>: the page wants a credential, which a browser sends as a password.
/// </summary>
public sealed class ClosedConsoleSpecs(ClosedConsoleFixture console) : IClassFixture<ClosedConsoleFixture>
{
    [BrowserFact]
    public async Task Without_the_password_there_is_no_page()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(console.Url, "/console"));

        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    /// <summary>A browser sends the password to sockets, too; there the token counts.</summary>
    [BrowserFact]
    public async Task With_it_the_console_is_live_as_ever()
    {
        await console.CreateBoardAsync("closed");
        await using var page = await console.OpenAsync(console.AdminToken, password: TestCredentials.AdminKey);
        await page.GoAsync("/boards/closed");
        await Expect(page.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();

        await console.SendAsync("closed", "ada", 7);

        await Expect(page.Users).ToHaveTextAsync(["ada"]);
        page.ShouldBeClean();
    }
}
