using Microsoft.AspNetCore.Connections;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.Errors;

/// <summary>
/// Gives every response its request id, and every refusal that has no body yet, as well as every exception, the
/// one form of an error. Stands first in the pipeline.
/// </summary>
internal sealed partial class ErrorMiddleware(RequestDelegate next, ILogger<ErrorMiddleware> log)
{
    public async Task InvokeAsync(HttpContext context)
    {
        RequestId.Assign(context);
        ForbidGuessing(context.Response);
        try
        {
            await next(context);
        }
        catch (Exception exception)
        {
            await AnswerAsync(context, exception);
            return;
        }
        var response = context.Response;
        if (response.StatusCode >= 400 && !response.HasStarted && response.ContentLength is null or 0
            && string.IsNullOrEmpty(response.ContentType))
        {
            if (response.StatusCode == StatusCodes.Status405MethodNotAllowed) NameHead(response.Headers);
            await ErrorResponses.WriteAsync(context, RefusalOf(context, response.StatusCode));
        }
    }

    /// <summary>An answer is what its Content-Type says: names that users chose stand in it as they are.</summary>
    private static void ForbidGuessing(HttpResponse response) => response.Headers.XContentTypeOptions = "nosniff";

    private async Task AnswerAsync(HttpContext context, Exception exception)
    {
        if (IsOfAbortedRequest(context, exception))
        {
            // Nobody is left to answer. 499 is what the access log shows.
            if (!context.Response.HasStarted) context.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
            return;
        }
        var refusal = exception is BadHttpRequestException bad ? RefusalOf(bad) : null;
        if (refusal is null)
        {
            LogFault(exception, context.Request.Method, context.Request.Path, context.TraceIdentifier);
            refusal = new Refusal(ErrorCode.InternalError, "An internal error occurred; try again later.");
        }
        if (context.Response.HasStarted)
        {
            // Half an answer must not look like a whole one.
            context.Abort();
            return;
        }
        context.Response.Clear();
        context.Response.Headers[RequestId.Header] = context.TraceIdentifier;
        ForbidGuessing(context.Response);
        await ErrorResponses.WriteAsync(context, refusal);
    }

    private static bool IsOfAbortedRequest(HttpContext context, Exception exception) =>
        exception is ConnectionResetException or ConnectionAbortedException
        || (exception is OperationCanceledException or (IOException and not BadHttpRequestException)
            && context.RequestAborted.IsCancellationRequested);

    /// <summary>
    /// What the server found wrong with a request while the body was read; its own texts may name internals.
    /// </summary>
    private static Refusal RefusalOf(BadHttpRequestException exception) => exception.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => new Refusal(ErrorCode.PayloadTooLarge, "The body is too large."),
        StatusCodes.Status408RequestTimeout => new Refusal(ErrorCode.ValidationError, "The body arrived too slowly."),
        StatusCodes.Status415UnsupportedMediaType =>
            new Refusal(ErrorCode.UnsupportedMediaType, "Send application/json in UTF-8."),
        _ => new Refusal(ErrorCode.ValidationError, "The request could not be read: it is malformed or incomplete."),
    };

    private static Refusal RefusalOf(HttpContext context, int status) => status switch
    {
        401 => new Refusal(ErrorCode.Unauthorized, "A valid credential is required."),
        403 => new Refusal(ErrorCode.Forbidden, "The credential does not permit this."),
        404 => new Refusal(ErrorCode.NotFound, "There is nothing at this path."),
        405 => new Refusal(ErrorCode.MethodNotAllowed, MethodMessage(context)),
        409 => new Refusal(ErrorCode.Conflict, "The request conflicts with what is there."),
        413 => new Refusal(ErrorCode.PayloadTooLarge, "The body is too large."),
        415 => new Refusal(ErrorCode.UnsupportedMediaType, "Send application/json in UTF-8."),
        429 => new Refusal(ErrorCode.RateLimited, "Too many requests.", 1),
        503 => Refusal.Unavailable("This node cannot answer now."),
        < 500 => new Refusal(ErrorCode.ValidationError, "The request could not be understood."),
        _ => new Refusal(ErrorCode.InternalError, "An internal error occurred; try again later."),
    };

    // What takes GET takes HEAD, though no endpoint says so.
    private static void NameHead(IHeaderDictionary headers)
    {
        var allowed = headers.Allow.ToString();
        if (allowed.Split(", ").Contains("GET")) headers.Allow = allowed.Replace("GET", "GET, HEAD");
    }

    private static string MethodMessage(HttpContext context)
    {
        var allowed = context.Response.Headers.Allow.ToString();
        return allowed.Length == 0 ? "This path does not take that method." : $"This path takes {allowed}.";
    }

    [LoggerMessage(EventId = 1010, Level = LogLevel.Error, Message = "{Method} {Path} failed (request {RequestId})")]
    private partial void LogFault(Exception exception, string method, PathString path, string requestId);
}
