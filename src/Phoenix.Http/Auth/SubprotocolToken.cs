namespace Phoenix.Http.Auth;

/// <summary>A token in a WebSocket handshake's list of subprotocols: browsers can't set <c>Authorization</c>.</summary>
/// <remarks>Offered as <c>phoenix.v1, bearer.&lt;token&gt;</c>; only the first is ever selected.</remarks>
internal static class SubprotocolToken
{
    /// <summary>The subprotocol that the server selects where it is offered.</summary>
    public const string Protocol = "phoenix.v1";

    private const string Prefix = "bearer.";

    /// <summary>Makes the token that the list holds the request's <c>Authorization</c>, unless it has one.</summary>
    public static void Adopt(HttpContext context)
    {
        var headers = context.Request.Headers;
        // A browser sends the password of the operations' pages along; that is not the caller's token.
        if (headers.Authorization is [{ } given, ..] && !BasicCredential.Is(given)) return;
        foreach (var protocol in context.WebSockets.WebSocketRequestedProtocols)
        {
            if (!protocol.StartsWith(Prefix, StringComparison.Ordinal)) continue;
            headers.Authorization = $"Bearer {protocol.AsSpan(Prefix.Length)}";
            return;
        }
    }
}
