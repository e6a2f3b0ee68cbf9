using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests;

/// <summary>A test that needs PostgreSQL; where none can be had it is skipped, and says why.</summary>
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.UnavailableReason;
}
