namespace Phoenix.Cluster.Domain.Ranking;

/// <summary>The ids of all users of a board, once, as UTF-8; a user is a small number (its slot) everywhere else.</summary>
/// <remarks>A slot is released, and its number used again, when nobody retains it any more. Not thread-safe.</remarks>
public sealed class UserIds
{
    public int Count => throw new NotSupportedException();

    /// <summary>Bytes that this table occupies, ids included.</summary>
    public long SizeBytes => throw new NotSupportedException();

    /// <summary>The user's slot, made if need be. A new slot is retained by nobody: retain it or release it.</summary>
    public int GetOrAdd(ReadOnlySpan<byte> userId) => throw new NotSupportedException();

    public bool TryGet(ReadOnlySpan<byte> userId, out int user) => throw new NotSupportedException();

    public ReadOnlySpan<byte> IdOf(int user) => throw new NotSupportedException();

    public void Retain(int user) => throw new NotSupportedException();

    public void Release(int user) => throw new NotSupportedException();
}
