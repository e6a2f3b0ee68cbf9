using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace Phoenix.Http.Auth;

/// <summary>
/// Callers of tokens that were found valid, so that the next request with the same token costs a lookup and no
/// signature. Bounded; an entry serves for at most five minutes and never beyond its token's end.
/// </summary>
/// <remarks>
/// Five minutes is how long a token goes on after its key was withdrawn. Two generations in turn bound the size: when
/// the young one is full it becomes the old one, whose entries move back on use; what nobody used is forgotten.
/// </remarks>
internal sealed class TokenCache(TimeProvider time)
{
    private const int GenerationEntriesMax = 5_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly Lock _turn = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    /// <summary>The caller of a token validated before, whole and byte for byte.</summary>
    public bool TryGet(ReadOnlySpan<char> token, [NotNullWhen(true)] out Caller? caller)
    {
        var young = _young;
        if (!young.Lookup.TryGetValue(token, out var text, out var entry))
        {
            if (!_old.Lookup.TryGetValue(token, out text, out entry))
            {
                caller = null;
                return false;
            }
            if (entry.UsableUntil > time.GetUtcNow()) Put(text, entry);
        }
        caller = entry.UsableUntil > time.GetUtcNow() ? entry.Caller : null;
        return caller is not null;
    }

    /// <summary>Keeps a validated token's caller.</summary>
    public void Add(string token, Caller caller)
    {
        var usableUntil = time.GetUtcNow() + KeptFor;
        if (caller.ExpiresAt is { } expiresAt && expiresAt + AuthSchemes.ClockSkew < usableUntil)
            usableUntil = expiresAt + AuthSchemes.ClockSkew;
        Put(token, new Entry(caller, usableUntil));
    }

    private void Put(string token, Entry entry)
    {
        lock (_turn)
        {
            if (_young.Count >= GenerationEntriesMax)
            {
                _old = _young;
                _young = new Generation();
            }
            var young = _young;
            if (young.Entries.TryAdd(token, entry)) young.Count++;
            else young.Entries[token] = entry;
        }
    }

    private sealed record Entry(Caller Caller, DateTimeOffset UsableUntil);

    private sealed class Generation
    {
        public Generation() => Lookup = Entries.GetAlternateLookup<ReadOnlySpan<char>>();

        public ConcurrentDictionary<string, Entry> Entries { get; } = new(new TailComparer());
        public ConcurrentDictionary<string, Entry>.AlternateLookup<ReadOnlySpan<char>> Lookup { get; }
        public int Count { get; set; }
    }

    /// <summary>
    /// Hashes the end of the signature alone, which is random already; equality is over the whole token.
    /// </summary>
    private sealed class TailComparer
        : IEqualityComparer<string>, IAlternateEqualityComparer<ReadOnlySpan<char>, string>
    {
        private const int Tail = 24;

        public bool Equals(string? x, string? y) => string.Equals(x, y, StringComparison.Ordinal);
        public int GetHashCode(string text) => GetHashCode(text.AsSpan());
        public bool Equals(ReadOnlySpan<char> alternate, string other) => alternate.SequenceEqual(other);
        public string Create(ReadOnlySpan<char> alternate) => alternate.ToString();

        public int GetHashCode(ReadOnlySpan<char> text) =>
            string.GetHashCode(text.Length > Tail ? text[^Tail..] : text, StringComparison.Ordinal);
    }
}
