using System.Globalization;

namespace Phoenix.Http.Hosting;

/// <summary>What a node in Development prints at its start: where it is, its keys, and a first request to
/// paste.</summary>
internal static class DevelopmentGreeting
{
    /// <param name="addresses">Where the server listens; the requests go to the first.</param>
    /// <param name="adminKey">An admin API key.</param>
    /// <param name="adminToken">A token of the tenant <c>demo</c> with the role <c>phoenix.admin</c>.</param>
    /// <param name="token">One without.</param>
    /// <param name="now">The event's time, and what makes its id a new one.</param>
    public static string Of(
        IReadOnlyCollection<string> addresses, string adminKey, string adminToken, string token, DateTimeOffset now)
    {
        var url = addresses.FirstOrDefault() ?? "";
        var occurredAt = now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        return $$$"""

              Phoenix listens on {{{string.Join(", ", addresses)}}}
              (Development: tenant 'demo', boards 'goals-all-time' and 'demo-daily')

              console            {{{url}}}/console
              admin key          {{{adminKey}}}
              token, admin       {{{adminToken}}}
              token              {{{token}}}

              Send a first event and look at the board:

              curl -s {{{url}}}/v1/events -H 'Authorization: Bearer {{{token}}}' \
                -H 'Content-Type: application/json' -d '{
                "event_id":"first-{{{now.ToUnixTimeMilliseconds()}}}","type":"match.completed",
                "actor":{"user_id":"you"},"occurred_at":"{{{occurredAt}}}","attrs":{"score":100}}'
              curl -s {{{url}}}/v1/leaderboards/demo-daily -H 'Authorization: Bearer {{{token}}}'

            """;
    }
}
