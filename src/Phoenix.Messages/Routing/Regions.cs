namespace Phoenix.Messages.Routing;

/// <summary>Key of the tenants' shard region in the actor registry.</summary>
public sealed class TenantRegion;

/// <summary>Key of the leaderboards' shard region in the actor registry.</summary>
public sealed class LeaderboardRegion;

/// <summary>Key of this node's registry reader, which answers lists, definitions and readiness from SQL.</summary>
public sealed class RegistryReader;

/// <summary>Key of this node's ops actor, which answers operators.</summary>
public sealed class OpsDesk;
