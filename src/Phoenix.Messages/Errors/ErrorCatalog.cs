namespace Phoenix.Messages.Errors;

/// <summary>Every error that Phoenix answers with. A code has one meaning and one HTTP status. Append-only: the numbers
/// are on the wire.</summary>
public enum ErrorCode
{
    None = 0,
    ValidationError = 1,
    Unauthorized = 2,
    Forbidden = 3,
    NotFound = 4,
    MethodNotAllowed = 5,
    UnsupportedMediaType = 6,
    Conflict = 7,
    PayloadTooLarge = 8,
    RateLimited = 9,
    InternalError = 10,
    Unavailable = 11,
}

/// <summary>The catalogue: an error code's public name and HTTP status.</summary>
public static class ErrorCatalog
{
    /// <summary>The code as callers see it, e.g. <c>VALIDATION_ERROR</c>.</summary>
    public static string NameOf(ErrorCode code) => code switch
    {
        ErrorCode.ValidationError => "VALIDATION_ERROR",
        ErrorCode.Unauthorized => "UNAUTHORIZED",
        ErrorCode.Forbidden => "FORBIDDEN",
        ErrorCode.NotFound => "NOT_FOUND",
        ErrorCode.MethodNotAllowed => "METHOD_NOT_ALLOWED",
        ErrorCode.UnsupportedMediaType => "UNSUPPORTED_MEDIA_TYPE",
        ErrorCode.Conflict => "CONFLICT",
        ErrorCode.PayloadTooLarge => "PAYLOAD_TOO_LARGE",
        ErrorCode.RateLimited => "RATE_LIMITED",
        ErrorCode.InternalError => "INTERNAL_ERROR",
        ErrorCode.Unavailable => "UNAVAILABLE",
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No such error code."),
    };

    /// <summary>The HTTP status that goes with the code.</summary>
    public static int StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.ValidationError => 400,
        ErrorCode.Unauthorized => 401,
        ErrorCode.Forbidden => 403,
        ErrorCode.NotFound => 404,
        ErrorCode.MethodNotAllowed => 405,
        ErrorCode.UnsupportedMediaType => 415,
        ErrorCode.Conflict => 409,
        ErrorCode.PayloadTooLarge => 413,
        ErrorCode.RateLimited => 429,
        ErrorCode.InternalError => 500,
        ErrorCode.Unavailable => 503,
        _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No such error code."),
    };
}
