using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Phoenix.System.Tests.WebConsole;

/// <summary>Standings that move while one looks.</summary>
public sealed class StandingsSpecs(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    [BrowserFact]
    public async Task Ranks_move_without_a_reload_and_say_how_far()
    {
        await console.CreateBoardAsync("race");
        await console.SendAsync("race", "ada", 300);
        await console.SendAsync("race", "grace", 200);
        await console.SendAsync("race", "linus", 100);
        await using var page = await console.OpenAsync(console.AdminToken);
        await page.GoAsync("/boards/race");
        await Expect(page.Users).ToHaveTextAsync(["ada", "grace", "linus"]);
        await page.Page.EvaluateAsync("document.body.dataset.since = 'the start'");

        await console.SendAsync("race", "linus", 250);

        await Expect(page.Users).ToHaveTextAsync(["linus", "ada", "grace"]);
        await Expect(page.Row("linus").Locator(".move")).ToHaveTextAsync(new Regex("▲ 2"));
        await Expect(page.Row("ada").Locator(".move")).ToHaveTextAsync(new Regex("▼ 1"));
        await Expect(page.Row("linus").Locator(".points")).ToHaveTextAsync("350");
        await console.SendAsync("race", "barbara", 10);
        await Expect(page.Row("barbara").Locator(".move")).ToHaveTextAsync(new Regex("new"));
        Assert.Equal("the start", await page.Page.EvaluateAsync<string>("document.body.dataset.since"));
        page.ShouldBeClean();
    }

    [BrowserFact]
    public async Task A_user_is_found_and_followed_among_many()
    {
        await console.CreateBoardAsync("crowd");
        for (var i = 1; i <= 60; i++) await console.SendAsync("crowd", $"user-{i:00}", i * 10);
        await using var page = await console.OpenAsync(console.AdminToken);
        await page.GoAsync("/boards/crowd");
        await Expect(page.Users).ToHaveCountAsync(50);

        await page.Page.GetByRole(AriaRole.Searchbox).FillAsync("user-05");
        await page.Page.Keyboard.PressAsync("Enter");
        var around = page.Page.GetByRole(AriaRole.Region, new() { Name = "Around a user" });
        await Expect(around.GetByText("#56 of 60")).ToBeVisibleAsync();
        await Expect(around.Locator("tr.followed .name")).ToHaveTextAsync("user-05");

        await console.SendAsync("crowd", "user-05", 900);
        await Expect(around.GetByText("#1 of 60")).ToBeVisibleAsync();
        await Expect(page.Users.First).ToHaveTextAsync("user-05");

        await page.Page.GetByRole(AriaRole.Searchbox).FillAsync("nobody");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(around.GetByText("nobody is not ranked in this window.")).ToBeVisibleAsync();
        page.ShouldBeClean();
    }

    [BrowserFact]
    public async Task The_second_page_is_live_too()
    {
        await console.CreateBoardAsync("deep");
        for (var i = 1; i <= 52; i++) await console.SendAsync("deep", $"user-{i:00}", i * 10);
        await using var page = await console.OpenAsync(console.AdminToken);
        await page.GoAsync("/boards/deep");
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Lower" }).ClickAsync();
        await Expect(page.Users).ToHaveTextAsync(["user-02", "user-01"]);

        await console.SendAsync("deep", "user-01", 15);

        await Expect(page.Users).ToHaveTextAsync(["user-01", "user-02"]);
        page.ShouldBeClean();
    }

    [BrowserFact]
    public async Task Comes_back_by_itself_when_the_node_does()
    {
        await console.CreateBoardAsync("back");
        await console.SendAsync("back", "ada", 10);
        await using var page = await console.OpenAsync(console.AdminToken);
        await page.GoAsync("/boards/back");
        await Expect(page.Users).ToHaveTextAsync(["ada"]);

        await console.RestartAsync();
        await console.SendAsync("back", "grace", 20);

        await Expect(page.Users).ToHaveTextAsync(["grace", "ada"]);
        await Expect(page.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
    }

    [BrowserFact]
    public async Task May_be_left_before_its_socket_is_open()
    {
        await console.CreateBoardAsync("hurried");
        await console.SendAsync("hurried", "ada", 10);
        await using var page = await console.OpenAsync(console.AdminToken);

        console.Pause();
        await page.GoAsync("/boards/hurried");
        await Expect(page.Page.GetByText("Connecting …")).ToBeVisibleAsync();
        await page.GoAsync("/new");
        await Expect(page.Heading("New board")).ToBeVisibleAsync();
        console.Resume();

        await page.GoAsync("/boards/hurried");
        await Expect(page.Users).ToHaveTextAsync(["ada"]);
        page.ShouldBeClean();
    }

    [BrowserFact]
    public async Task A_name_is_text_whatever_it_holds()
    {
        const string Name = "<img src=x onerror=alert(1)>/../é%2F";
        await console.CreateBoardAsync("names");
        await console.SendAsync("names", Name, 5);
        await using var page = await console.OpenAsync(console.AdminToken);
        await page.GoAsync("/boards/names");

        await Expect(page.Users).ToHaveTextAsync([Name]);
        await page.Users.First.ClickAsync();
        await Expect(page.Page.Locator("tr.followed .name").Last).ToHaveTextAsync(Name);
        page.ShouldBeClean();
    }
}
