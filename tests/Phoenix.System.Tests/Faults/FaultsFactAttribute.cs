using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Faults;

/// <summary>A run of the fault harness, unless <c>PHOENIX_FAULTS_SECONDS</c> is 0.</summary>
public sealed class FaultsFactAttribute : FactAttribute
{
    public FaultsFactAttribute() => Skip = PostgresServer.UnavailableReason
        ?? (FaultOptions.Seconds > 0 ? null : "PHOENIX_FAULTS_SECONDS is 0: no faults");
}
