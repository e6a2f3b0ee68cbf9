using System.Text.Json;
using Phoenix.Http.Json;
using Phoenix.Http.Query;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Live;

/// <summary>Reads a client's messages, strictly: what can't be served is refused with field and rule.</summary>
internal static class ClientMessageReader
{
    private const string Types = "must be one of configure, request_page, ping";

    /// <summary>Reads one message, or says in <paramref name="refusal"/> what is wrong with it.</summary>
    public static ClientMessage? Read(ReadOnlyMemory<byte> utf8, out Refusal? refusal)
    {
        using var body = JsonBody.Parse(utf8);
        refusal = body.Refusal;
        if (refusal is not null) return null;
        var errors = new FieldErrors();
        var message = Read(body.Root, errors, ref refusal);
        if (errors.Count > 0) refusal = errors.ToRefusal();
        return refusal is null ? message : null;
    }

    private static ClientMessage? Read(JsonElement root, FieldErrors errors, ref Refusal? refusal)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            errors.Add("message", "must be a JSON object");
            return null;
        }
        var type = root.TryGetProperty("type", out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString() : null;
        switch (type)
        {
            case "ping":
                return new ClientMessage.Ping();
            case "request_page":
                var page = JsonFields.Open(root, "", errors, "type", "page", "page_size");
                return new ClientMessage.RequestPage(ReadPage(page), ReadPageSize(page));
            case "configure":
                return ReadConfigure(root, errors, ref refusal);
            default:
                errors.Add("type", Types);
                return null;
        }
    }

    private static ClientMessage.Configure ReadConfigure(JsonElement root, FieldErrors errors, ref Refusal? refusal)
    {
        var fields = JsonFields.Open(root, "", errors, "type", "page", "page_size", "filter", "window_key");
        var (page, pageSize) = (ReadPage(fields), ReadPageSize(fields));
        var (hasKey, key) = (fields.IsGiven("window_key"), fields.Text("window_key"));
        if (key is not null && !StandingsRequest.IsWindowKey(key)) refusal = StandingsRequest.NoWindow;
        var filter = ReadFilter(fields, errors);
        return new ClientMessage.Configure(view => filter(view with
        {
            Page = page ?? view.Page,
            PageSize = pageSize ?? view.PageSize,
            WindowKey = hasKey ? key : view.WindowKey,
        }));
    }

    private static Func<LiveView, LiveView> ReadFilter(JsonFields fields, FieldErrors errors)
    {
        if (!fields.IsGiven("filter")) return view => view;
        if (fields.Value("filter") is not { } value) return view => view.WithoutFilter();
        var filter = JsonFields.Open(value, "filter", errors, "type", "n", "user_id", "user_ids");
        switch (filter.Text("type"))
        {
            case "top_n":
                var n = filter.WholeNumber("n", 1, LiveViewRules.TopNMax);
                if (n is null) filter.RequiredValue("n");
                return view => view.WithTopN(n ?? 1);
            case "around":
                var userId = filter.RequiredText("user_id") ?? "";
                if (userId.Length > 0 && !LiveViewRules.IsUserId(userId))
                    filter.Fail("user_id", LiveViewRules.UserRule);
                else if (userId.Length == 0 && filter.Text("user_id") is not null)
                    filter.Fail("user_id", LiveViewRules.UserRule);
                return view => view.WithAround(userId);
            case "users":
                var userIds = ReadUsers(filter);
                return view => view.WithUsers(userIds);
            default:
                filter.Fail("type", "must be one of top_n, around, users");
                return view => view;
        }
    }

    private static List<string> ReadUsers(JsonFields filter)
    {
        var userIds = new List<string>();
        if (filter.RequiredValue("user_ids") is not { } list) return userIds;
        if (list.ValueKind != JsonValueKind.Array || list.GetArrayLength() is 0 or > LiveViewRules.UsersMax)
        {
            filter.Fail("user_ids", LiveViewRules.UsersRule);
            return userIds;
        }
        foreach (var item in list.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String && LiveViewRules.IsUserId(item.GetString()!))
                userIds.Add(item.GetString()!);
            else
                filter.Fail($"user_ids[{userIds.Count}]", LiveViewRules.UserRule);
        }
        return userIds;
    }

    private static int? ReadPage(JsonFields fields) => fields.WholeNumber("page", 1, LiveViewRules.PageMax);

    private static int? ReadPageSize(JsonFields fields) =>
        fields.WholeNumber("page_size", 1, LiveViewRules.PageSizeMax);
}
