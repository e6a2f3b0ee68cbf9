namespace Phoenix.Http.Auth;

/// <summary>
/// Who may reach an endpoint; metadata that <see cref="CallerMiddleware"/> goes by. The last one given counts.
/// </summary>
/// <param name="Right">What the credential must give.</param>
/// <param name="IsOperations">
/// Whether this is one of the operations' pages: open to everyone where <see cref="OperationsOptions.Public"/> says so,
/// and within reach of a browser, which can send Basic credentials only.
/// </param>
/// <param name="TakesSubprotocol">The token may also stand in the WebSocket subprotocols.</param>
internal sealed record CallerRequirement(
    CallerRight Right, bool IsOperations = false, bool TakesSubprotocol = false);

/// <summary>What the caller's credential must give.</summary>
internal enum CallerRight
{
    /// <summary>A tenant's token.</summary>
    Tenant,

    /// <summary>The administration of the caller's own tenant at least.</summary>
    Admin,

    /// <summary>The administration of every tenant.</summary>
    Platform,
}
