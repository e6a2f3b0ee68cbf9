namespace Phoenix.Messages.Errors;

/// <summary>What is wrong with one field of a request.</summary>
public sealed record FieldError(string Field, string Message);

/// <summary>The answer to any command or query that was not carried out.</summary>
/// <param name="Code">Its kind; <see cref="ErrorCode.InternalError"/> means for a write: the outcome is unknown, send
/// it again.</param>
/// <param name="Message">For the caller; no internals.</param>
/// <param name="RetryAfterSeconds">When to come again, for <see cref="ErrorCode.Unavailable"/> and
/// <see cref="ErrorCode.RateLimited"/>; else 0.</param>
public sealed record Refusal(ErrorCode Code, string Message, int RetryAfterSeconds = 0)
{
    /// <summary>The single fields at fault, where the caller can be told.</summary>
    public IReadOnlyList<FieldError> Details { get; init; } = [];

    /// <summary>A refusal that clears up by itself: come again after <paramref name="retryAfterSeconds"/>.</summary>
    public static Refusal Unavailable(string message, int retryAfterSeconds = 1) =>
        new(ErrorCode.Unavailable, message, retryAfterSeconds);
}
