namespace Phoenix.Http.Auth;

/// <summary>The caller of a token that was validated.</summary>
/// <param name="Caller">Who it is.</param>
/// <param name="UsableUntil">When the token must be validated again.</param>
internal sealed record KnownCaller(Caller Caller, DateTimeOffset UsableUntil);
