namespace Phoenix.Cluster.Domain.Scoring.Fields;

/// <summary>The slots and flags of one board in a plan, by the place in its <see cref="PathList"/>.</summary>
internal sealed record FieldLinks(int[] Slots, int[] Flags);
