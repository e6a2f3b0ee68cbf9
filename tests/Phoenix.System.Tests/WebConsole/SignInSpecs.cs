using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace Phoenix.System.Tests.WebConsole;

/// <summary>Who may see what.</summary>
public sealed class SignInSpecs(ConsoleFixture console) : IClassFixture<ConsoleFixture>
{
    [BrowserFact]
    public async Task A_wrong_token_is_refused_in_the_words_of_the_node()
    {
        await using var page = await console.OpenAsync();
        await page.Page.GetByLabel("Token or admin key").FillAsync("not.a.token");
        await page.Page.Keyboard.PressAsync("Enter");

        await Expect(page.Page.GetByRole(AriaRole.Alert)).Not.ToBeEmptyAsync();
        await Expect(page.Page.GetByLabel("Token or admin key")).ToBeFocusedAsync();
        page.ShouldBeClean();
    }

    [BrowserFact]
    public async Task An_admin_sees_the_boards_and_stays_signed_in_over_a_reload()
    {
        await using var page = await console.OpenAsync(console.AdminToken);
        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Goals of all time" })).ToBeVisibleAsync();

        await page.Page.ReloadAsync();

        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Goals of all time" })).ToBeVisibleAsync();
        Assert.DoesNotContain(console.AdminToken, page.Page.Url);
        page.ShouldBeClean();
    }

    [BrowserFact]
    public async Task Signing_out_leaves_nothing_behind()
    {
        await using var page = await console.OpenAsync(console.AdminToken);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.Page.GetByLabel("Token or admin key")).ToBeVisibleAsync();

        var kept = await page.Page.EvaluateAsync<string>(
            "JSON.stringify([{...sessionStorage}, {...localStorage}, document.cookie])");

        Assert.DoesNotContain(console.AdminToken, kept);
        page.ShouldBeClean();
    }

    [BrowserFact]
    public async Task A_plain_token_opens_a_board_by_its_id_and_hears_what_it_may_not()
    {
        await using var page = await console.OpenAsync(console.Token);
        await Expect(page.Page.GetByText("This token reads standings.")).ToBeVisibleAsync();
        await Expect(page.Page.GetByRole(AriaRole.Link, new() { Name = "Events" })).ToHaveCountAsync(0);

        await page.Page.GetByLabel("Board id").FillAsync("demo-daily");
        await page.Page.Keyboard.PressAsync("Enter");
        await Expect(page.Heading("demo-daily")).ToBeVisibleAsync();
        await Expect(page.Page.GetByText("Nobody is ranked in this window yet.")).ToBeVisibleAsync();

        await page.GoAsync("/new");
        await Expect(page.Page.GetByText("takes a token with the role phoenix.admin")).ToBeVisibleAsync();
        page.ShouldBeClean();
    }

    [BrowserFact]
    public async Task An_admin_key_chooses_a_tenant_and_reads_standings_with_a_token_beside_it()
    {
        await using var page = await console.OpenAsync(TestSupport.Nodes.TestCredentials.AdminKey);
        await Expect(page.Page.GetByLabel("Tenant")).ToHaveValueAsync("demo");
        await Expect(page.Page.GetByText("This credential reads no standings of")).ToBeVisibleAsync();

        await page.Page.GetByLabel("Token", new() { Exact = true }).FillAsync(console.Token);
        await page.Page.GetByRole(AriaRole.Button, new() { Name = "Add token" }).ClickAsync();
        await page.Page.GetByRole(AriaRole.Link, new() { Name = "Today's scores" }).ClickAsync();

        await Expect(page.Page.GetByText("Nobody is ranked in this window yet.")).ToBeVisibleAsync();
        page.ShouldBeClean();
    }
}
