using System.Numerics;

namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>Which leaves hold entries that have changed since the last checkpoint: one bit a leaf.</summary>
/// <remarks>A leaf may be named though its changed entries have moved on: whoever goes through them looks at the
/// entries' own marks. So a checkpoint of few changes reads few leaves, however many there are.</remarks>
internal sealed class ChangedLeaves
{
    private const int WordBits = 64;
    private const int ArrayOverheadBytes = 24;
    private const int ObjectBytes = 24;

    private ulong[] _words = [];

    public long SizeBytes => ObjectBytes + ArrayOverheadBytes + (long)_words.Length * sizeof(ulong);

    public void Add(int leaf)
    {
        var word = leaf / WordBits;
        if (word >= _words.Length) Array.Resize(ref _words, Math.Max(word + 1, _words.Length * 5 / 4));
        _words[word] |= 1UL << leaf;
    }

    public bool Contains(int leaf) => leaf / WordBits < _words.Length && (_words[leaf / WordBits] >> leaf & 1) != 0;

    /// <summary>The first one from <paramref name="leaf"/> on, or -1.</summary>
    public int Next(int leaf)
    {
        var word = leaf / WordBits;
        if (word >= _words.Length) return -1;
        var bits = _words[word] & (ulong.MaxValue << leaf);
        while (bits == 0)
        {
            if (++word == _words.Length) return -1;
            bits = _words[word];
        }
        return word * WordBits + BitOperations.TrailingZeroCount(bits);
    }

    public void Clear() => Array.Clear(_words);
}
