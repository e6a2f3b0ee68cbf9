using System.Text;
using CsCheck;
using Phoenix.Cluster.Domain.Ranking;

namespace Phoenix.Cluster.Tests.Domain.Ranking;

public sealed class UserIdsSpecs
{
    [Fact]
    public void Behaves_as_a_dictionary_whatever_is_retained_and_released() =>
        Gen.Select(Gen.ULong, Gen.Int[1, 4_000], Gen.Select(Gen.Int[0, 1_000_000], Gen.Bool).Array[0, 12_000]).Sample(
            (seed, range, steps) =>
            {
                var users = new UserIds(seed);
                var model = new Dictionary<string, (int Slot, int Refs)>();
                foreach (var (number, retains) in steps)
                {
                    var id = Id(number % range);
                    var bytes = Encoding.UTF8.GetBytes(id);
                    var known = model.TryGetValue(id, out var expected);
                    Assert.Equal(known, users.TryGet(bytes, out var found));
                    if (known) Assert.Equal(expected.Slot, found);
                    var slot = users.GetOrAdd(bytes);
                    if (!known) Assert.DoesNotContain(slot, model.Values.Take(5).Select(value => value.Slot));
                    if (retains) users.Retain(slot);
                    else users.Release(slot);
                    var refs = expected.Refs + (retains ? 1 : -1);
                    if (refs > 0) model[id] = (slot, refs);
                    else model.Remove(id);
                }
                Assert.Equal(model.Count, users.Count);
                Assert.Equal(model.Count, model.Values.Select(value => value.Slot).Distinct().Count());
                foreach (var (id, value) in model)
                    Assert.Equal(id, Encoding.UTF8.GetString(users.IdOf(value.Slot)));
            }, iter: 20);

    [Fact]
    public void Finds_each_of_many_in_a_grown_and_in_a_reserved_table()
    {
        foreach (var reserve in new[] { 0, 60_000 })
        {
            var users = new UserIds(3);
            users.Reserve(reserve);
            for (var i = 0; i < 60_000; i++) Assert.Equal(i, users.GetOrAdd(Encoding.UTF8.GetBytes($"user-{i}")));
            for (var i = 0; i < 60_000; i++)
                Assert.True(users.TryGet(Encoding.UTF8.GetBytes($"user-{i}"), out var slot) && slot == i);
            Assert.False(users.TryGet("nobody"u8, out _));
            Assert.InRange(users.SizeBytes / 60_000.0, 10, 40);
        }
    }

    [Fact]
    public void Uses_slots_and_bytes_again()
    {
        var users = new UserIds();
        users.Retain(users.GetOrAdd("stays"u8));
        void Fill(string prefix)
        {
            var slots = Enumerable.Range(0, 20_000)
                .Select(i => users.GetOrAdd(Encoding.UTF8.GetBytes($"{prefix}-{i:D6}"))).ToList();
            foreach (var slot in slots) users.Retain(slot);
            foreach (var slot in slots) users.Release(slot);
        }
        Fill("first");
        var size = users.SizeBytes;
        for (var i = 0; i < 20; i++) Fill($"p{i:D4}");
        Assert.Equal(1, users.Count);
        Assert.InRange(users.SizeBytes, 0, size + size / 10);
        Assert.Equal(20_001, users.SlotLimit);
    }

    [Fact]
    public void Counts_retains_beyond_sixteen_bits()
    {
        var users = new UserIds();
        var slot = users.GetOrAdd("u"u8);
        for (var i = 0; i < 70_000; i++) users.Retain(slot);
        for (var i = 0; i < 69_999; i++) users.Release(slot);
        Assert.True(users.TryGet("u"u8, out _));
        users.Release(slot);
        Assert.False(users.TryGet("u"u8, out _));
        Assert.Equal(0, users.Count);
    }

    [Fact]
    public void Frees_a_slot_that_nobody_retained_and_no_other()
    {
        var users = new UserIds();
        var used = users.GetOrAdd("used"u8);
        users.Retain(used);
        users.ReleaseUnused(used);
        users.ReleaseUnused(users.GetOrAdd("unused"u8));
        Assert.Equal(1, users.Count);
        Assert.False(users.TryGet("unused"u8, out _));
        Assert.Throws<InvalidOperationException>(() => users.Release(1));
    }

    [Fact]
    public void Takes_ids_of_one_to_512_bytes()
    {
        var users = new UserIds();
        foreach (var length in new[] { 1, 127, 128, 129, 511, 512 })
        {
            var id = Enumerable.Repeat((byte)'x', length).ToArray();
            Assert.Equal(id, users.IdOf(users.GetOrAdd(id)).ToArray());
        }
        Assert.Throws<ArgumentException>(() => users.GetOrAdd([]));
        Assert.Throws<ArgumentException>(() => users.GetOrAdd(new byte[513]));
    }

    [Fact]
    public void Hashes_by_its_seed()
    {
        var id = "user-1"u8.ToArray();
        Assert.Equal(new KeyedHash(1).Of(id), new KeyedHash(1).Of(id));
        Assert.NotEqual(new KeyedHash(1).Of(id), new KeyedHash(2).Of(id));
        Assert.Equal(9, Enumerable.Range(0, 9).Select(n => new KeyedHash(1).Of(new byte[n])).Distinct().Count());
    }

    /// <summary>Lengths around where the form of a record and the chunk of the arena change.</summary>
    private static string Id(int number) => (number % 7) switch
    {
        0 => new string('a', 120 + number % 20) + number,
        1 => new string('b', 500) + number,
        2 => $"\U0001F3C6{number}",
        _ => $"u{number}",
    };
}
