using static Phoenix.System.Tests.Contract.ContractRow;
using static Phoenix.System.Tests.Contract.Credential;

namespace Phoenix.System.Tests.Contract;

/// <summary>§6: handshakes that fail answer as everything else does; those that don't, switch protocols.</summary>
internal static class SocketRows
{
    private const string Socket = "/v1/leaderboards/xp/ws";
    private const string Invalid = "VALIDATION_ERROR";

    private static readonly (string, string)[] Handshake =
    [
        ("Upgrade", "websocket"), ("Sec-WebSocket-Version", "13"), ("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ=="),
    ];

    public static IReadOnlyList<ContractRow> All { get; } = [.. Refusals(), .. Queries(), .. Origins()];

    private static IEnumerable<ContractRow> Refusals()
    {
        yield return Refused("GET", Socket, Token, 400, Invalid, "WebSocket handshakes");
        yield return Refused("GET", Socket, Token, 400, Invalid, "WebSocket handshakes") with
        {
            Headers = [.. Handshake.Where(header => header.Item1 != "Sec-WebSocket-Key")],
        };
        foreach (var credential in new[] { Nobody, Expired, WithBadSignature })
            yield return Shake(Refused("GET", Socket, credential, 401, "UNAUTHORIZED", ""));
        foreach (var offered in new[] { "phoenix.v1", "phoenix.v1, bearer.x.y.z" })
        {
            yield return Shake(
                Refused("GET", Socket, Nobody, 401, "UNAUTHORIZED", ""), ("Sec-WebSocket-Protocol", offered));
        }
        yield return Shake(Refused("GET", Socket, Key, 403, "FORBIDDEN", ""));
        yield return Shake(Refused("GET", Socket, UnknownToken, 403, "FORBIDDEN", "not known"));
        yield return Shake(Refused("GET", Socket, SuspendedToken, 403, "FORBIDDEN", "suspended"));
        foreach (var board in new[] { "none", "a%20b" })
            yield return Shake(Refused("GET", $"/v1/leaderboards/{board}/ws", Token, 404, "NOT_FOUND", ""));
        yield return Refused("POST", Socket, Token, 405, "METHOD_NOT_ALLOWED", "This path takes");
    }

    private static IEnumerable<ContractRow> Queries()
    {
        string[] wrong = ["page=0", "page_size=0", "page_size=101", "filter=x", "filter=around:", "resume=x"];
        foreach (var query in wrong)
            yield return Shake(Refused("GET", $"{Socket}?{query}", Token, 400, Invalid, query[..4]));
        yield return Shake(Refused("GET", Socket + "?window_key=nonsense", Token, 404, "NOT_FOUND", "window"));
    }

    private static IEnumerable<ContractRow> Origins()
    {
        foreach (var origin in new[] { "https://evil.example", "null" })
            yield return Shake(Refused("GET", Socket, Token, 403, "FORBIDDEN", "origin"), ("Origin", origin));
    }

    private static ContractRow Shake(ContractRow row, params (string, string)[] more) =>
        row with { Headers = [.. Handshake, .. more] };
}
