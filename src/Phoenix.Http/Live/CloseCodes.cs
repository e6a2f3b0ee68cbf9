namespace Phoenix.Http.Live;

/// <summary>The codes that the server closes sockets with.</summary>
internal static class CloseCodes
{
    public const int Normal = 1000;
    public const int GoingAway = 1001;
    public const int TooBig = 1009;
    public const int TryAgainLater = 1013;
    public const int TokenExpired = 4401;
    public const int TenantSuspended = 4403;
}
