using CsCheck;
using Phoenix.Cluster.Domain.Dedupe;

namespace Phoenix.Cluster.Tests.Domain.Dedupe;

public sealed class DedupeWindowSpecs
{
    private const long WindowUs = 300_000_000;
    private static readonly DedupeHash Hash = new(17, 4);

    [Fact]
    public void Holds_an_id_from_the_moment_it_is_added()
    {
        var window = new DedupeWindow(WindowUs);

        Assert.False(window.Contains(Id(1)));
        Assert.True(window.TryAdd(Id(1), position: 1, acceptedAtUs: 10));
        Assert.False(window.TryAdd(Id(1), position: 2, acceptedAtUs: 20));

        Assert.True(window.Contains(Id(1)));
        Assert.False(window.Contains(Id(2)));
        Assert.Equal(1, window.Count);
    }

    [Fact]
    public void Forgets_an_id_at_the_very_end_of_its_window_and_not_before()
    {
        var window = new DedupeWindow(WindowUs);
        window.TryAdd(Id(1), 1, 10);

        Assert.Equal(0, window.Expire(10 + WindowUs - 1, max: 100));
        Assert.True(window.Contains(Id(1)));
        Assert.Equal(1, window.Expire(10 + WindowUs, max: 100));

        Assert.False(window.Contains(Id(1)));
        Assert.True(window.TryAdd(Id(1), 2, 10 + WindowUs));
    }

    [Fact]
    public void A_duplicate_does_not_lengthen_the_originals_window()
    {
        var window = new DedupeWindow(WindowUs);
        window.TryAdd(Id(1), 1, 0);
        window.TryAdd(Id(1), 2, WindowUs - 1);

        Assert.Equal(1, window.Expire(WindowUs, max: 100));
    }

    [Fact]
    public void Forgets_no_more_than_it_is_told_to_and_the_oldest_first()
    {
        var window = new DedupeWindow(WindowUs);
        for (var i = 0; i < 10; i++) window.TryAdd(Id(i), position: 1 + (i / 5), acceptedAtUs: 0);

        Assert.Equal(7, window.Expire(WindowUs, max: 7));

        Assert.Equal(3, window.Count);
        Assert.All(Enumerable.Range(0, 7), i => Assert.False(window.Contains(Id(i))));
        Assert.All(Enumerable.Range(7, 3), i => Assert.True(window.Contains(Id(i))));
    }

    [Fact]
    public void The_floor_is_the_oldest_row_of_which_an_id_is_held()
    {
        var window = new DedupeWindow(WindowUs);
        Assert.Null(window.FloorPosition);

        window.TryAdd(Id(1), 41, 0);
        window.TryAdd(Id(2), 41, 0);
        window.TryAdd(Id(3), 45, 7);
        Assert.Equal(41, window.FloorPosition);

        window.Expire(WindowUs, max: 1);
        Assert.Equal(41, window.FloorPosition);
        window.Expire(WindowUs, max: 1);
        Assert.Equal(45, window.FloorPosition);
        window.Expire(WindowUs + 7, max: 1);
        Assert.Null(window.FloorPosition);
    }

    [Fact]
    public void Renewed_ids_of_old_rows_are_held_from_their_recovery_on()
    {
        var window = new DedupeWindow(WindowUs);
        const long RecoveredAtUs = 1_000_000_000;
        for (var row = 1; row <= 3; row++) window.TryAdd(Id(row), row, RecoveredAtUs);
        window.TryAdd(Id(4), 4, RecoveredAtUs + 5);

        Assert.Equal(0, window.Expire(RecoveredAtUs + WindowUs - 1, max: 100));
        Assert.Equal(1, window.FloorPosition);
        Assert.Equal(3, window.Expire(RecoveredAtUs + WindowUs, max: 100));
        Assert.Equal(4, window.FloorPosition);
    }

    [Fact]
    public void A_changed_window_applies_to_the_ids_still_held()
    {
        var window = new DedupeWindow(WindowUs);
        window.TryAdd(Id(1), 1, 0);

        window.WindowUs = 2 * WindowUs;
        Assert.Equal(0, window.Expire(WindowUs, max: 100));

        window.WindowUs = WindowUs / 2;
        Assert.Equal(1, window.Expire(WindowUs / 2, max: 100));
    }

    [Fact]
    public void Refuses_positions_and_times_that_go_back_and_then_holds_nothing_new()
    {
        var window = new DedupeWindow(WindowUs);
        window.TryAdd(Id(1), 10, 100);

        Assert.Throws<ArgumentOutOfRangeException>(() => window.TryAdd(Id(2), 9, 100));
        Assert.Throws<ArgumentOutOfRangeException>(() => window.TryAdd(Id(2), 10, 99));
        Assert.False(window.Contains(Id(2)));
        Assert.Equal(1, window.Count);
    }

    [Fact]
    public void Refuses_a_window_that_is_not_longer_than_nothing()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DedupeWindow(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DedupeWindow(WindowUs) { WindowUs = -1 });
    }

    /// <summary>Hashes that differ in few bits fall into one part and share tags: the hard case of the table.</summary>
    [Theory]
    [InlineData(0, 0)]
    [InlineData(0, 32)]
    [InlineData(24, 31)]
    [InlineData(64, 127)]
    public void Tells_apart_hashes_that_share_part_and_tag(int shiftA, int shiftB)
    {
        var ids = Enumerable.Range(0, 500).Select(i => (UInt128)i)
            .Select(i => (i << shiftA) ^ (i << shiftB) ^ (i << 40)).Distinct().ToArray();
        var window = new DedupeWindow(WindowUs);

        for (var i = 0; i < ids.Length; i++) Assert.True(window.TryAdd(ids[i], i, i));
        Assert.Equal(ids.Length / 2, window.Expire(WindowUs + (ids.Length / 2) - 1, ids.Length));

        for (var i = 0; i < ids.Length; i++) Assert.Equal(i >= ids.Length / 2, window.Contains(ids[i]));
    }

    [Fact]
    public void Does_as_a_naive_model_does()
    {
        var steps = Gen.Select(Gen.Int[0, 9], Gen.Int[0, 400], Gen.Int[0, 40], Gen.Int[0, 60]).List[0, 400];
        Gen.Select(steps, Gen.Bool).Sample((script, crowded) =>
        {
            var window = new DedupeWindow(50);
            var model = new NaiveDedupeWindow(50);
            var (position, nowUs) = (0L, 0L);
            foreach (var (kind, id, elapsed, amount) in script)
            {
                if (kind == 0) nowUs += elapsed;
                if (kind == 1) position += elapsed;
                if (kind == 2) window.WindowUs = model.WindowUs = 1 + elapsed;
                if (kind == 3) Assert.Equal(model.Expire(nowUs, amount), window.Expire(nowUs, amount));
                // Crowded: one part and only four tags, so that runs are long, wrap round and share tags.
                var hash = crowded ? ((UInt128)(id % 4) << 30) | ((UInt128)id << 40) : Id(id);
                if (kind >= 4) Assert.Equal(model.TryAdd(hash, position, nowUs), window.TryAdd(hash, position, nowUs));
                Assert.Equal(model.Contains(hash), window.Contains(hash));
                Assert.Equal(model.Count, window.Count);
                Assert.Equal(model.FloorPosition, window.FloorPosition);
            }
        });
    }

    [Fact]
    public void Takes_at_most_40_bytes_an_id_and_gives_them_back()
    {
        const int Ids = 1_000_000;
        var window = new DedupeWindow(WindowUs);
        for (var i = 0; i < Ids; i++) window.TryAdd(Id(i), position: i / 100, acceptedAtUs: i / 100);
        Assert.Equal(Ids, window.Count);
        Assert.InRange(window.SizeBytes / (double)Ids, 16, 40);

        Assert.Equal(Ids, window.Expire(long.MaxValue, int.MaxValue));

        Assert.InRange(window.SizeBytes, 1, 100_000);
        Assert.DoesNotContain(Enumerable.Range(0, Ids), i => window.Contains(Id(i)));
    }

    [Fact]
    public void Works_on_when_its_running_numbers_have_gone_far_beyond_what_it_holds()
    {
        var window = new DedupeWindow(100);
        for (var i = 0; i < 300_000; i++)
        {
            Assert.True(window.TryAdd(Id(i), i, i));
            window.Expire(i, 10);
        }

        Assert.Equal(100, window.Count);
        Assert.Equal(299_900, window.FloorPosition);
        Assert.All(Enumerable.Range(299_900, 100), i => Assert.True(window.Contains(Id(i))));
        Assert.InRange(window.SizeBytes, 1, 100_000);
    }

    private static UInt128 Id(int i) => Hash.Of(BitConverter.GetBytes(i));
}
