using System.Text.RegularExpressions;
using Microsoft.Net.Http.Headers;
using Phoenix.Http.Auth;
using Phoenix.Http.Json;
using Phoenix.Http.Query;
using Phoenix.Messages.Errors;

namespace Phoenix.Http.WebConsole;

/// <summary>The web page at <c>/console</c>: static files, which use the public API alone.</summary>
/// <remarks>
/// Nothing inline, nothing from elsewhere: the policy below forbids it. The files are read at the start, from
/// <c>wwwroot</c> beside the executable.
/// </remarks>
public static partial class ConsoleApi
{
    private static readonly string[] Methods = [HttpMethods.Get, HttpMethods.Head];
    private static readonly Refusal NoFile = new(ErrorCode.NotFound, "There is nothing at this path.");

    public static IEndpointConventionBuilder MapConsole(this IEndpointRouteBuilder endpoints)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var files = ConsoleFiles.Load(Path.Combine(AppContext.BaseDirectory, "wwwroot", "console"));
        return endpoints.MapMethods("/console/{**path}", Methods, RefusableEndpoint.Of(Serve))
            .RequireOperationsCredential();

        async ValueTask<Refusal?> Serve(HttpContext context)
        {
            if (files.Find(context.GetRouteValue("path") as string) is not { } file) return NoFile;
            await WriteAsync(context, file);
            return null;
        }
    }

    private static async Task WriteAsync(HttpContext context, ConsoleFile file)
    {
        var (request, response) = (context.Request, context.Response);
        var headers = response.Headers;
        headers.ContentSecurityPolicy = PolicyFor(request.Host.Value);
        headers.XContentTypeOptions = "nosniff";
        headers[HeaderNames.XFrameOptions] = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers.ETag = file.EntityTag;
        // Kept, and asked for again each time: an upgraded node must not be looked at through an old page.
        headers.CacheControl = "no-cache";
        if (EntityTag.IsNamedBy(request.Headers.IfNoneMatch, file.EntityTag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }
        response.ContentType = file.ContentType;
        response.ContentLength = file.Content.Length;
        if (!HttpMethods.IsHead(request.Method)) await response.Body.WriteAsync(file.Content, context.RequestAborted);
    }

    /// <summary>Sockets to the page's own host stand beside <c>'self'</c>, which older browsers take for HTTP only.
    /// </summary>
    private static string PolicyFor(string? host)
    {
        var sockets = host is not null && PlainHost().IsMatch(host) ? $" ws://{host} wss://{host}" : "";
        return "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
            + $"connect-src 'self'{sockets}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'";
    }

    // The header is the caller's: nothing in it may end one directive and begin another.
    [GeneratedRegex(@"^[A-Za-z0-9.\-\[\]:]+$")]
    private static partial Regex PlainHost();
}
