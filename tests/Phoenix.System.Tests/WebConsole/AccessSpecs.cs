using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Phoenix.System.Tests.WebConsole;

/// <summary>By keyboard alone, and on a phone.</summary>
public sealed class AccessSpecs(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    private const int TabsMax = 60;

    [BrowserFact]
    public async Task The_keyboard_alone_suffices()
    {
        await console.CreateBoardAsync("keys");
        await console.SendAsync("keys", "ada", 300);
        await console.SendAsync("keys", "grace", 200);
        await using var page = await console.OpenAsync();
        await Expect(page.Page.GetByLabel("Token or admin key")).ToBeFocusedAsync();
        await page.Page.Keyboard.InsertTextAsync(console.AdminToken);
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Heading("Boards")).ToBeFocusedAsync();

        await ReachAsync(page, page.Page.GetByRole(AriaRole.Link, new() { Name = "keys", Exact = true }));
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Users).ToHaveTextAsync(["ada", "grace"]);
        await ReachAsync(page, page.Row("grace").GetByRole(AriaRole.Button));
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.GetByText("#2 of 2")).ToBeVisibleAsync();

        // The row moves up under the focus, and keeps it.
        await console.SendAsync("keys", "grace", 500);
        await Expect(page.Users).ToHaveTextAsync(["grace", "ada"]);
        await Expect(page.Row("grace").GetByRole(AriaRole.Button)).ToBeFocusedAsync();
        page.ShouldBeClean();
    }

    [BrowserFact]
    public async Task The_first_tab_leads_past_the_navigation()
    {
        await using var page = await console.OpenAsync(console.AdminToken);
        await page.Page.ReloadAsync();
        await Expect(page.Heading("Boards")).ToBeVisibleAsync();

        await page.Page.Keyboard.PressAsync("Tab");
        await Expect(page.Page.GetByText("Skip to the content")).ToBeFocusedAsync();
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Page.Locator("main")).ToBeFocusedAsync();
        page.ShouldBeClean();
    }

    [BrowserFact]
    public async Task Nothing_is_wider_than_a_phone()
    {
        await console.CreateBoardAsync("narrow");
        await console.SendAsync("narrow", new string('w', 128), 9_000_000);
        await using var page = await console.OpenAsync(width: 360, height: 740);
        Assert.Equal(0, await page.OverflowAsync());
        await page.SignInAsync(console.AdminToken);

        foreach (var path in new[] { "/", "/boards/narrow", "/boards/narrow/history", "/boards/narrow/rules", "/new",
            "/events" })
        {
            await page.GoAsync(path);
            await Expect(page.Page.Locator("main h1")).ToBeVisibleAsync();
            await Expect(page.Page.GetByText("Loading …")).ToHaveCountAsync(0);
            await Expect(page.Page.Locator("main")).Not.ToBeEmptyAsync();
            Assert.Equal(0, await page.OverflowAsync());
        }
        page.ShouldBeClean();
    }

    private static async Task ReachAsync(ConsolePage page, ILocator target)
    {
        await Expect(target).ToBeVisibleAsync();
        for (var i = 0; i < TabsMax; i++)
        {
            await page.Page.Keyboard.PressAsync("Tab");
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement")) return;
        }
        Assert.Fail("Tab does not lead there.");
    }
}
