using Phoenix.Messages.Errors;

namespace Phoenix.Http.Errors;

/// <summary>Writes the one form that every answer which is no success has.</summary>
public static class ErrorResponses
{
    /// <summary>Writes <c>{"error":{"code","message","status","details"?}}</c> with its status, and <c>Retry-After</c> where the refusal names it.</summary>
    public static Task WriteAsync(HttpContext context, Refusal refusal) => throw new NotSupportedException();
}
