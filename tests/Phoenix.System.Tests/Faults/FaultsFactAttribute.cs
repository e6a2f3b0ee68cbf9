using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Faults;

/// <summary>A run of the fault harness: it takes minutes, so <c>PHOENIX_FAULTS_SECONDS=0</c> declines it.</summary>
public sealed class FaultsFactAttribute : FactAttribute
{
    public FaultsFactAttribute() => Skip = PostgresServer.UnavailableReason ?? (FaultOptions.IsDeclined
        ? "PHOENIX_FAULTS_SECONDS is 0: no run of the fault harness was made"
        : null);
}
