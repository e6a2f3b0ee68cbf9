using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Phoenix.System.Tests.WebConsole;

/// <summary>The events that were accepted last.</summary>
public sealed class HistorySpecs(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
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
}
