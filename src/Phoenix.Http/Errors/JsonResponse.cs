namespace Phoenix.Http.Errors;

/// <summary>What every JSON answer has in common.</summary>
internal static class JsonResponse
{
    public const string ContentType = "application/json; charset=utf-8";
}
