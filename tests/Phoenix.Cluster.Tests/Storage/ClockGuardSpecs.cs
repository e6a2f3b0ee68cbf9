using Phoenix.Cluster.Storage;
using Phoenix.TestSupport.Engine;

namespace Phoenix.Cluster.Tests.Storage;

public sealed class ClockGuardSpecs
{
    private static readonly TimeSpan Tolerated = TimeSpan.FromSeconds(ClockGuard.ToleranceSeconds);
    private readonly SteppedTime _time = new(EngineKit.Start);
    private readonly ClockGuard _clock;

    public ClockGuardSpecs() => _clock = new ClockGuard(_time);

    [Fact]
    public void A_step_shows_at_once_and_the_time_goes_on_as_if_there_were_none()
    {
        _time.Step = TimeSpan.FromHours(4);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.False(_clock.Agrees);
        Assert.Equal(EngineKit.Start + TimeSpan.FromMinutes(1), _clock.Now);

        _time.Step = TimeSpan.Zero;
        Assert.True(_clock.Agrees);
        Assert.Equal(EngineKit.Start + TimeSpan.FromMinutes(1), _clock.Now);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void A_small_difference_is_the_clocks_own(int sign)
    {
        _time.Step = sign * Tolerated;

        Assert.True(_clock.Agrees);
        Assert.Equal(EngineKit.Start + (sign * Tolerated), _clock.Now);
    }

    [Fact]
    public void The_databases_clock_counts_from_the_last_comparison_on()
    {
        _clock.Observe(EngineKit.Start + TimeSpan.FromHours(1));
        _time.Advance(TimeSpan.FromSeconds(7));

        Assert.False(_clock.Agrees);
        Assert.Equal(EngineKit.Start + TimeSpan.FromHours(1) + TimeSpan.FromSeconds(7), _clock.Now);
    }
}
