using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Phoenix.Http.Auth;

/// <summary>
/// Callers of tokens that were found valid, so that the next request with the same token costs a hash and no
/// signature. Bounded; an entry serves for at most five minutes and never beyond its token's end.
/// </summary>
/// <remarks>
/// Five minutes is how long a token goes on after its key was withdrawn. Tokens are known by their SHA-256: an entry is
/// small however long its token, and the memory holds nothing that could be sent again. Two generations in turn bound
/// the number: when the young one is full it becomes the old one, whose entries move back on use; what nobody used is
/// forgotten.
/// </remarks>
internal sealed class TokenCache(TimeProvider time)
{
    private const int GenerationEntriesMax = 5_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly Lock _turn = new();
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    /// <summary>The caller of a token validated before, whole and byte for byte.</summary>
    public bool TryGet(ReadOnlySpan<char> token, [NotNullWhen(true)] out KnownCaller? known)
    {
        known = null;
        // No longer one is ever valid; and hashing it would be work that a stranger can ask for.
        if (token.Length > AuthSchemes.TokenBytesMax) return false;
        var key = TokenHash.Of(token);
        if (!_young.Entries.TryGetValue(key, out var entry))
        {
            if (!_old.Entries.TryGetValue(key, out entry)) return false;
            if (IsUsable(entry)) Put(key, entry);
        }
        known = IsUsable(entry) ? entry : null;
        return known is not null;
    }

    /// <summary>Whether the caller's token need not be looked at again yet.</summary>
    public bool IsUsable(KnownCaller known) => known.UsableUntil > time.GetUtcNow();

    /// <summary>Keeps a validated token's caller.</summary>
    public void Add(string token, Caller caller)
    {
        var usableUntil = time.GetUtcNow() + KeptFor;
        if (caller.ExpiresAt is { } expiresAt && expiresAt + AuthSchemes.ClockSkew < usableUntil)
            usableUntil = expiresAt + AuthSchemes.ClockSkew;
        Put(TokenHash.Of(token), new KnownCaller(caller, usableUntil));
    }

    private void Put(TokenHash key, KnownCaller entry)
    {
        lock (_turn)
        {
            if (_young.Count >= GenerationEntriesMax)
            {
                _old = _young;
                _young = new Generation();
            }
            var young = _young;
            if (young.Entries.TryAdd(key, entry)) young.Count++;
            else young.Entries[key] = entry;
        }
    }

    private sealed class Generation
    {
        public ConcurrentDictionary<TokenHash, KnownCaller> Entries { get; } = new();
        public int Count { get; set; }
    }

    /// <summary>SHA-256 of a token's characters.</summary>
    private readonly record struct TokenHash(UInt128 High, UInt128 Low)
    {
        public static TokenHash Of(ReadOnlySpan<char> token)
        {
            var hash = default(TokenHash);
            SHA256.HashData(MemoryMarshal.AsBytes(token), MemoryMarshal.AsBytes(new Span<TokenHash>(ref hash)));
            return hash;
        }

        // Any part of it is as good as random.
        public override int GetHashCode() => (int)Low;
    }
}
