namespace Phoenix.Http.Auth;

/// <summary>Where the authentication leaves the caller for the endpoints.</summary>
public static class CallerFeature
{
    /// <summary>The authenticated caller. Endpoints that require one are reached with one only.</summary>
    public static Caller GetCaller(this HttpContext context) =>
        context.Features.Get<Caller>() ?? throw new InvalidOperationException("The endpoint requires no caller.");
}
