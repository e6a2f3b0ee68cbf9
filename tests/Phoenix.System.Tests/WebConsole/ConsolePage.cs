using Microsoft.Playwright;

namespace Phoenix.System.Tests.WebConsole;

/// <summary>The console in one browser window, and everything that went wrong in it.</summary>
public sealed class ConsolePage : IAsyncDisposable
{
    private const string Watch =
        "addEventListener('securitypolicyviolation', e => console.error(`CSP: ${e.violatedDirective}`))";

    // The browser's own note of an answer that is no success; what the console makes of it is tested.
    private const string RefusedNote = "Failed to load resource: the server responded with a status of 4";

    private readonly Uri _url;
    private readonly List<string> _faults = [];

    private ConsolePage(IPage page, Uri url)
    {
        Page = page;
        _url = url;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning" && !message.Text.StartsWith(RefusedNote, StringComparison.Ordinal))
                Note(message.Text);
        };
        page.PageError += (_, error) => Note(error);
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(url.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal))
                Note($"asked another host: {request.Url}");
        };
    }

    public IPage Page { get; }

    public static async Task<ConsolePage> OpenAsync(IBrowserContext context, Uri url)
    {
        await context.AddInitScriptAsync(Watch);
        var page = new ConsolePage(await context.NewPageAsync(), url);
        await page.Page.GotoAsync(url.ToString());
        return page;
    }

    public async Task SignInAsync(string credential)
    {
        await Page.GetByLabel("Token or admin key").FillAsync(credential);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Assertions.Expect(Page.GetByRole(AriaRole.Button, new() { Name = "Sign out" })).ToBeVisibleAsync();
    }

    /// <summary>Goes to a page by its address, as a bookmark does.</summary>
    public Task GoAsync(string path) => Page.GotoAsync($"{_url}#{path}");

    public ILocator Heading(string name) => Page.GetByRole(AriaRole.Heading, new() { Name = name, Exact = true });

    /// <summary>The users of the main table from the top.</summary>
    public ILocator Users => Page.Locator(".main .standings tbody .name");

    /// <summary>A user's row in the main table.</summary>
    public ILocator Row(string user) => Page.Locator(".main .standings tbody tr").Filter(new() { HasText = user });

    /// <summary>How far the page is wider than its window.</summary>
    public Task<int> OverflowAsync() =>
        Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");

    /// <summary>Fails where the console wrote an error, broke its policy or asked another host.</summary>
    public void ShouldBeClean()
    {
        lock (_faults) Assert.Empty(_faults);
    }

    public async ValueTask DisposeAsync() => await Page.Context.CloseAsync();

    private void Note(string fault)
    {
        lock (_faults) _faults.Add(fault);
    }
}
