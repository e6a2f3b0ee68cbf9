using Microsoft.Extensions.Options;

namespace Phoenix.Http.Hosting;

/// <summary><c>Urls</c> and <c>Phoenix:Http</c>: where HTTP listens, and what browsers may do.</summary>
public sealed class HttpOptions
{
    public const string Section = "Phoenix:Http";
    private const string UrlsKey = "Urls";

    /// <summary>
    /// Origins that pages of other sites may call from, e.g. <c>https://game.example</c>. Default: none.
    /// </summary>
    public IReadOnlyList<string> AllowedOrigins { get; internal set; } = [];

    /// <summary>
    /// How long a node that was told to stop still takes requests while <c>/ready</c> says 503, so that load balancers
    /// notice. Default 1 s.
    /// </summary>
    public TimeSpan Drain { get; internal set; } = TimeSpan.FromSeconds(1);

    internal void Read(IConfiguration configuration)
    {
        RequireAddresses(configuration[UrlsKey]);
        var settings = new Settings(configuration, Section);
        Drain = TimeSpan.FromSeconds(settings.Number("DrainSeconds", (int)Drain.TotalSeconds, 0, 120));
        AllowedOrigins = settings.List("AllowedOrigins");
        foreach (var origin in AllowedOrigins)
        {
            if (!IsOrigin(origin))
                throw settings.Wrong("AllowedOrigins", origin, "must be an origin such as https://game.example");
        }
    }

    // The server reads them itself, but would end with a stack trace.
    private static void RequireAddresses(string? urls)
    {
        const StringSplitOptions Split = StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries;
        foreach (var url in urls?.Split(';', Split) ?? [])
        {
            if (IsAddress(url)) continue;
            var fault = $"{UrlsKey} is '{url.ReplaceLineEndings(" ")}': "
                + "must be addresses such as http://127.0.0.1:8080, separated by semicolons.";
            throw new OptionsValidationException(Options.DefaultName, typeof(HttpOptions), [fault]);
        }
    }

    private static bool IsAddress(string url)
    {
        try
        {
            var address = BindingAddress.Parse(url);
            return address.Scheme.ToLowerInvariant() is "http" or "https"
                && address.Host.Length > 0 && address.PathBase.Length == 0
                && address.Port is >= 0 and <= 65_535;
        }
        catch (FormatException)
        {
            return false;
        }
    }

    // Browsers send scheme://host[:port] and nothing behind it; a slash or a path would never match.
    private static bool IsOrigin(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri)
        && uri.Scheme is "http" or "https"
        && string.Equals(uri.GetLeftPart(UriPartial.Authority), text, StringComparison.OrdinalIgnoreCase)
        && uri.UserInfo.Length == 0;
}
