namespace Phoenix.Http.Tests;

/// <summary>One host for all the tests of a class that do not change it.</summary>
public sealed class HttpTestFixture : IAsyncLifetime
{
    public HttpTestHost Host { get; private set; } = null!;

    public async Task InitializeAsync() => Host = await HttpTestHost.StartAsync();
    public async Task DisposeAsync() => await Host.DisposeAsync();
}
