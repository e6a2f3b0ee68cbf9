using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Phoenix.System.Tests.WebConsole;

/// <summary>Making and changing boards, with the dry run beside it.</summary>
public sealed class EditorSpecs(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    private static ILocator Outcome(ConsolePage page) => page.Page.Locator(".outcome");

    private static ILocator Button(ConsolePage page, string name) =>
        page.Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    [BrowserFact]
    public async Task A_new_board_counts_the_event_that_was_tried_on_it()
    {
        await using var page = await console.OpenAsync(console.AdminToken);
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "New board" }).First.ClickAsync();
        await page.Page.GetByLabel("Id", new() { Exact = true }).FillAsync("made-here");
        await page.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Made here");
        await page.Page.GetByLabel("Event type").FillAsync("made.here");
        await page.Page.GetByLabel("Points").FillAsync("attrs.score * 2");
        await Button(page, "Sample of the rules").ClickAsync();
        await Expect(Outcome(page).GetByText("+200").First).ToBeVisibleAsync();

        await Button(page, "Create the board").ClickAsync();
        await Expect(page.Heading("Made here")).ToBeVisibleAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Rules" }).ClickAsync();
        await Button(page, "Send it for real").ClickAsync();
        await Expect(page.Page.GetByText("Accepted, at position")).ToBeVisibleAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Standings" }).ClickAsync();

        await Expect(page.Row("ada").Locator(".points")).ToHaveTextAsync("200");
        page.ShouldBeClean();
    }

    [BrowserFact]
    public async Task The_dry_run_says_which_rule_gives_what_and_why_not()
    {
        await console.CreateBoardAsync("tried");
        await using var page = await console.OpenAsync(console.AdminToken);
        await page.GoAsync("/boards/tried/rules");
        await Expect(Outcome(page).GetByText("+100").First).ToBeVisibleAsync();

        await Button(page, "Add a filter").ClickAsync();
        await page.Page.GetByLabel("Path").FillAsync("attrs.mode");
        await page.Page.GetByLabel("Value").FillAsync("ranked");
        await Expect(Outcome(page).GetByText("No points")).ToBeVisibleAsync();
        await Expect(Outcome(page).GetByText("attrs.mode eq \"ranked\"")).ToBeVisibleAsync();
        await Expect(Outcome(page).GetByText("does not hold").First).ToBeAttachedAsync();

        await Button(page, "Sample of the rules").ClickAsync();
        await Expect(Outcome(page).GetByText("+100").First).ToBeVisibleAsync();
        await page.Page.GetByLabel("Event type").FillAsync("something.else");
        await Expect(Outcome(page).GetByText("No points")).ToBeVisibleAsync();
        page.ShouldBeClean();
    }

    [BrowserFact]
    public async Task What_the_API_refuses_stands_beside_its_field()
    {
        await console.CreateBoardAsync("faulty");
        await using var page = await console.OpenAsync(console.AdminToken);
        await page.GoAsync("/boards/faulty/rules");
        var points = page.Page.GetByLabel("Points");

        await points.FillAsync("attrs.score +");

        await Expect(points).ToHaveAttributeAsync("aria-invalid", "true");
        var fault = page.Page.Locator("[data-field='config.scoring.rules[0].points_expression'] > .field-error");
        await Expect(fault).Not.ToBeEmptyAsync();
        await Button(page, "Save").ClickAsync();
        await Expect(page.Page.GetByText("Not saved: see the fields.")).ToBeVisibleAsync();
        await Expect(points).ToBeFocusedAsync();
        await points.FillAsync("attrs.score + 1");
        await Expect(fault).ToBeHiddenAsync();
        await Expect(Outcome(page).GetByText("+101").First).ToBeVisibleAsync();
        page.ShouldBeClean();
    }

    [BrowserFact]
    public async Task A_change_is_saved_from_the_form_and_from_the_JSON()
    {
        await console.CreateBoardAsync("changed");
        await using var page = await console.OpenAsync(console.AdminToken);
        await page.GoAsync("/boards/changed/rules");
        await page.Page.GetByLabel("Name", new() { Exact = true }).FillAsync("Another name");
        await page.Page.GetByLabel("Points").FillAsync("attrs.score * 3");
        await Button(page, "Save").ClickAsync();
        await Expect(page.Page.GetByText("Saved.")).ToBeVisibleAsync();
        await Expect(page.Heading("Another name")).ToBeVisibleAsync();

        await page.Page.GetByText("The config as JSON").ClickAsync();
        var json = page.Page.GetByLabel("Config", new() { Exact = true });
        await json.FillAsync((await json.InputValueAsync()).Replace("attrs.score * 3", "attrs.score * 4"));
        await Expect(page.Page.GetByLabel("Points")).ToHaveValueAsync("attrs.score * 4");
        await Button(page, "Save").ClickAsync();
        await Expect(page.Page.GetByText("Saved.")).ToBeVisibleAsync();

        var board = await console.GetAsync("/v1/leaderboards/changed/definition");
        Assert.Equal("Another name", board.GetProperty("name").GetString());
        var rule = board.GetProperty("config").GetProperty("scoring").GetProperty("rules")[0];
        Assert.Equal("attrs.score * 4", rule.GetProperty("points_expression").GetString());
        page.ShouldBeClean();
    }
}
