namespace Phoenix.Http.Hosting;

/// <summary><c>Phoenix:Http</c>: what browsers may do.</summary>
public sealed class HttpOptions
{
    public const string Section = "Phoenix:Http";

    /// <summary>
    /// Origins that pages of other sites may call from, e.g. <c>https://game.example</c>. Default: none.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; internal set; } = [];

    internal void Read(IConfiguration configuration)
    {
        var settings = new Settings(configuration, Section);
        AllowedOrigins = settings.List("AllowedOrigins");
        foreach (var origin in AllowedOrigins)
        {
            if (!IsOrigin(origin))
                throw settings.Wrong("AllowedOrigins", origin, "must be an origin such as https://game.example");
        }
    }

    // Browsers send scheme://host[:port] and nothing behind it; a slash or a path would never match.
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase)
        && uri.UserInfo.Length == 0;
}
