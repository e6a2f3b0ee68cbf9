using System.Globalization;
using System.Text;
using Phoenix.Http.Json;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Limits;

namespace Phoenix.Http.Live;

/// <summary>What a socket may watch: the bounds of pages and filters, in messages and in the URL alike.</summary>
internal static class LiveViewRules
{
    public const int PageSizeMax = 100;
    public const int PageMax = 10_000_000;
    public const int TopNMax = ContractLimits.BoardSizeMax;
    public const int UsersMax = 100;
    public const string UserRule = "must be a user's id: 1 to 128 characters, no control characters";

    /// <summary>What a socket watches until it says otherwise.</summary>
    public static readonly LiveView Default = new(null, 1, PageSizeMax, LiveFilter.None, 0, []);

    public static readonly string UsersRule = $"must name 1 to {UsersMax} users";
    public static readonly string TopNRule = $"must be a whole number from 1 to {TopNMax}";

    public static bool IsUserId(string text) => IdText.IsEventText(Encoding.UTF8.GetBytes(text));

    public static LiveView WithTopN(this LiveView view, int n) =>
        view with { Filter = LiveFilter.TopN, TopN = n, UserIds = [] };

    public static LiveView WithAround(this LiveView view, string userId) =>
        view with { Filter = LiveFilter.Around, TopN = 0, UserIds = [userId] };

    /// <summary>The order and repetition of ids say nothing, so views that show the same are one.</summary>
    public static LiveView WithUsers(this LiveView view, IEnumerable<string> userIds) => view with
    {
        Filter = LiveFilter.Users, TopN = 0,
        UserIds = [.. userIds.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)],
    };

    public static LiveView WithoutFilter(this LiveView view) =>
        view with { Filter = LiveFilter.None, TopN = 0, UserIds = [] };

    /// <summary>As it is watched: pages mean nothing to a view of single users.</summary>
    public static LiveView Normal(this LiveView view) =>
        view.Filter is LiveFilter.Around or LiveFilter.Users ? view with { Page = 1 } : view;

    /// <summary>Which window is shown changes with time; where there is none now, there will be.</summary>
    public static bool FollowsClock(this LiveView view) => view.WindowKey is null or "current";

    /// <summary>A page of the same window, for once: within the filter's top, but of no single users.</summary>
    public static LiveView OneOff(this LiveView view, int? page, int? pageSize)
    {
        var plain = view.Filter == LiveFilter.TopN ? view : view.WithoutFilter();
        return plain with { Page = page ?? view.Page, PageSize = pageSize ?? view.PageSize };
    }

    /// <summary>Adds the filter of the URL: <c>top_n:100</c>, <c>around:u1</c> or <c>users:a,b</c>.</summary>
    public static LiveView WithFilterText(this LiveView view, string text, FieldErrors errors)
    {
        const string Field = "filter";
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var value = text[(colon + 1)..];
        switch (colon < 0 ? "" : text[..colon])
        {
            case "top_n":
                if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var n)
                    && n is >= 1 and <= TopNMax)
                    return view.WithTopN(n);
                errors.Add(Field, $"top_n {TopNRule}");
                return view;
            case "around":
                if (IsUserId(value)) return view.WithAround(value);
                errors.Add(Field, $"around {UserRule}");
                return view;
            case "users":
                var ids = value.Split(',');
                if (ids.Length <= UsersMax && ids.All(IsUserId)) return view.WithUsers(ids);
                errors.Add(Field, $"users {UsersRule}, by ids separated by commas");
                return view;
            default:
                errors.Add(Field, "must be around:USER, users:USER,USER or top_n:NUMBER");
                return view;
        }
    }
}
