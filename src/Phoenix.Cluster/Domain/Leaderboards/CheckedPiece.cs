namespace Phoenix.Cluster.Domain.Leaderboards;

/// <summary>A board's bytes that were gone through: they are whole, and their members can be read.</summary>
/// <param name="Hashes">Of the ids of each window's members, in their order; none of a window that is final.</param>
public sealed record CheckedPiece(byte[] Bytes, IReadOnlyList<ulong[]> Hashes);
