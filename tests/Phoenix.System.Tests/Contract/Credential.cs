namespace Phoenix.System.Tests.Contract;

/// <summary>What a row of the contract's table is sent with.</summary>
public enum Credential
{
    Nobody,

    /// <summary>A token of the tenant acme, bound to nobody.</summary>
    Token,

    /// <summary>As <see cref="Token"/>, bound to the user <c>ann</c>.</summary>
    BoundToken,

    /// <summary>A token of acme with the role phoenix.admin.</summary>
    Admin,

    /// <summary>A token of another tenant with the role phoenix.admin.</summary>
    OtherAdmin,

    /// <summary>A token of another tenant with the role phoenix.platform.</summary>
    Platform,

    /// <summary>The configured API key, in X-API-Key.</summary>
    Key,

    /// <summary>The configured API key, as a bearer token.</summary>
    BearerKey,

    /// <summary>The key that is configured as <c>sha256:</c> and its hash.</summary>
    HashedKey,

    WrongKey,
    SuspendedToken,
    SuspendedAdmin,
    UnknownToken,
    UnknownAdmin,

    /// <summary>Expired 20 s ago: within the clocks' tolerance.</summary>
    JustExpired,

    Expired,
    NotYetValid,
    WithoutExpiry,
    WithoutTenant,
    WithTwoTenants,
    OfAnotherIssuer,
    ForAnotherAudience,
    WithBadSignature,
    WithoutSignature,
    WithCrit,
    OversizedToken,
    NoToken,
    Basic,
}
