using Phoenix.Http.Replay;

namespace Phoenix.Http.Tests.Replay;

public sealed class BackoffSpecs
{
    [Theory]
    [InlineData(0, 0.0, 100)]
    [InlineData(0, 0.5, 150)]
    [InlineData(3, 0.0, 800)]
    [InlineData(6, 0.0, 5_000)]
    [InlineData(int.MaxValue, 0.5, 7_500)]
    public void Doubles_up_to_its_longest_and_is_half_random(int attempt, double random, int milliseconds) =>
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), Backoff.After(attempt, null, random));

    [Fact]
    public void Never_waits_less_than_the_server_asked()
    {
        Assert.Equal(TimeSpan.FromSeconds(30), Backoff.After(0, TimeSpan.FromSeconds(30), 0.9));
        Assert.Equal(TimeSpan.FromMilliseconds(100), Backoff.After(0, TimeSpan.FromMilliseconds(1), 0));
    }
}
