namespace Phoenix.System.Tests;

/// <summary>A test that needs Node.js and npm; where they are missing it is skipped, and says why.</summary>
public sealed class NodeJsFactAttribute : FactAttribute
{
    public NodeJsFactAttribute() => Skip = NodeJs.UnavailableReason;
}
