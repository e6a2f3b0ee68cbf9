using System.Buffers;
using System.Globalization;

namespace Phoenix.Http.Errors;

/// <summary>
/// The <c>X-Request-Id</c> that every response carries: the caller's own where it is sane, else a new one.
/// </summary>
internal static class RequestId
{
    public const string Header = "X-Request-Id";
    private const int LengthMax = 128;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>Decides the request's id, makes it the trace identifier and sets the response's header.</summary>
    public static void Assign(HttpContext context)
    {
        var given = context.Request.Headers[Header];
        var id = given.Count == 1 && IsSane(given[0]) ? given[0]! : New();
        context.TraceIdentifier = id;
        context.Response.Headers[Header] = id;
    }

    /// <summary>1–128 of <c>[A-Za-z0-9._-]</c>: nothing that could forge a line of a log.</summary>
    public static bool IsSane(string? id) =>
        id is { Length: > 0 and <= LengthMax } && !id.AsSpan().ContainsAnyExcept(Allowed);

    private static string New() => string.Create(
        16, Random.Shared.NextInt64(long.MinValue, long.MaxValue),
        static (span, value) => ((ulong)value).TryFormat(span, out _, "x16", CultureInfo.InvariantCulture));
}
