using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Phoenix.TestSupport.Nodes;
using static Microsoft.Playwright.Assertions;

namespace Phoenix.System.Tests.WebConsole;

/// <summary>What was: closed windows, and the events that were accepted last.</summary>
public sealed class HistorySpecs(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    [BrowserFact]
    public async Task A_closed_window_shows_its_final_standings()
    {
        var now = TimeProvider.System.GetUtcNow();
        await console.CreateBoardAsync("brief", ConfigOf(graceSeconds: -1));
        await console.SendAsync("brief.scored", "grace", new { score = 20 }, now.AddMinutes(-30));
        await console.SendAsync("brief.scored", "ada", new { score = 30 }, now.AddMinutes(-30));
        // The window has ended already and took late events for ever; now it takes none.
        await console.ChangeBoardAsync("brief", ConfigOf(graceSeconds: 0));
        await AwaitClosedAsync("brief");
        await using var page = await console.OpenAsync(console.AdminToken);

        await page.GoAsync("/boards/brief/history");
        await Expect(page.Page.GetByRole(AriaRole.Cell, new() { Name = "closed" })).ToBeVisibleAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "2 places" }).ClickAsync();

        await Expect(page.Page.Locator(".standings tbody .name")).ToHaveTextAsync(["ada", "grace"]);
        await page.Page.GetByLabel("Find a user").FillAsync("grace");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByText("grace: rank 2, 20")).ToBeVisibleAsync();
        page.ShouldBeClean();

        object ConfigOf(int graceSeconds) => new
        {
            timeframe = new
            {
                type = "custom", start = now.AddHours(-1), end = now.AddMinutes(-1), grace_seconds = graceSeconds,
            },
            scoring = new { rules = new[] { new { event_type = "brief.scored", points_expression = "attrs.score" } } },
        };
    }

    [BrowserFact]
    public async Task The_last_events_show_what_each_board_made_of_them()
    {
        await console.CreateBoardAsync("watched");
        await using var page = await console.OpenAsync(console.AdminToken);
        await page.GoAsync("/events");

        await console.SendAsync("watched", "ada", 42);
        await console.SendAsync("watched.scored", "grace", new { other = 1 });

        await Expect(VerdictOf(page, "ada")).ToHaveTextAsync(new Regex(@"\+42"));
        await Expect(VerdictOf(page, "grace")).ToHaveTextAsync(new Regex("not computable"));
        await Expect(page.Page.Locator(".figures dd").First).ToHaveTextAsync(new Regex(@"^\d"));
        await page.Page.GetByLabel("Verdict").SelectOptionAsync("not_computable");
        await Expect(page.Page.Locator(".events tbody tr")).ToHaveCountAsync(1);
        page.ShouldBeClean();
    }

    private static ILocator VerdictOf(ConsolePage page, string user) =>
        page.Page.Locator(".events tbody tr").Filter(new() { HasText = user }).First
            .Locator(".verdict").Filter(new() { HasText = "watched" });

    // A window closes at the first row of the log after its end: each turn writes one.
    private Task AwaitClosedAsync(string board) => Condition.BecomesTrueAsync(
        async () =>
        {
            await console.SendAsync("tests.mark", "tests", new { });
            var windows = await console.GetAsync($"/v1/leaderboards/{board}/windows");
            return windows.GetProperty("windows").EnumerateArray()
                .Any(window => window.GetProperty("status").GetString() == "closed");
        },
        () => $"The window of {board} did not close.");
}
