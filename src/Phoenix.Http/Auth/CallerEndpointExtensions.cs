namespace Phoenix.Http.Auth;

/// <summary>Says of an endpoint, or of a group, who may reach it; of several the last (innermost) counts.</summary>
public static class CallerEndpointExtensions
{
    /// <summary>
    /// Any token of a tenant; <see cref="Caller.Tenant"/> is not null then. An API key, which has none, gets 403.
    /// </summary>
    public static TBuilder RequireCaller<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new CallerRequirement(CallerRight.Tenant));

    /// <summary>The same for a WebSocket, whose token may stand in the list of subprotocols too.</summary>
    public static TBuilder RequireSocketCaller<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new CallerRequirement(CallerRight.Tenant, TakesSubprotocol: true));

    /// <summary>An admin API key, or a token with the role <c>phoenix.platform</c> or <c>phoenix.admin</c>.</summary>
    public static TBuilder RequireAdmin<TBuilder>(this TBuilder builder) where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new CallerRequirement(CallerRight.Admin));

    /// <summary>An admin API key, or a token with the role <c>phoenix.platform</c>.</summary>
    public static TBuilder RequirePlatform<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new CallerRequirement(CallerRight.Platform));

    /// <summary>
    /// Nothing while <see cref="OperationsOptions.Public"/> holds; else an admin credential, as for
    /// <see cref="RequireAdmin"/>, or for <see cref="RequirePlatform"/> where <paramref name="platform"/> says that
    /// what is shown concerns all tenants. It may also come as the password of HTTP Basic, under any user name.
    /// </summary>
    public static TBuilder RequireOperationsCredential<TBuilder>(this TBuilder builder, bool platform = false)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new CallerRequirement(
            platform ? CallerRight.Platform : CallerRight.Admin, IsOperations: true));
}
