namespace Phoenix.System.Tests.Faults;

/// <summary>What a tenant's sockets and readers saw since it was last compared; no more than can be compared.</summary>
internal sealed class SeenPages
{
    private const int PagesMax = 300;
    private readonly Lock _lock = new();
    private List<SeenPage> _pages = [];

    public void Add(SeenPage page)
    {
        lock (_lock)
        {
            if (_pages.Count < PagesMax) _pages.Add(page);
            else if (Random.Shared.Next(4) == 0) _pages[Random.Shared.Next(PagesMax)] = page;
        }
    }

    public IReadOnlyList<SeenPage> Take()
    {
        lock (_lock)
        {
            var taken = _pages;
            _pages = [];
            return taken;
        }
    }
}
