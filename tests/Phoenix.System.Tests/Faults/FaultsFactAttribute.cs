using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Faults;

/// <summary>
/// A run of the fault harness: it takes minutes, so it is asked for by <c>PHOENIX_FAULTS_SECONDS</c>.
/// </summary>
public sealed class FaultsFactAttribute : FactAttribute
{
    public FaultsFactAttribute() => Skip = PostgresServer.UnavailableReason ?? (FaultOptions.IsAskedFor
        ? null
        : "the fault harness runs where PHOENIX_FAULTS_SECONDS says for how long");
}
