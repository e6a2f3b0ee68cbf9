using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Phoenix.System.Tests.Contract;
using Phoenix.TestSupport.OpenApi;

namespace Phoenix.System.Tests.Fuzz;

/// <summary>What no answer may be, whatever was asked.</summary>
internal sealed class AnswerCheck(ApiContract contract, IReadOnlyList<string> secrets)
{
    private static readonly Dictionary<string, int> Codes = new()
    {
        ["VALIDATION_ERROR"] = 400,
        ["UNAUTHORIZED"] = 401,
        ["FORBIDDEN"] = 403,
        ["NOT_FOUND"] = 404,
        ["METHOD_NOT_ALLOWED"] = 405,
        ["CONFLICT"] = 409,
        ["PAYLOAD_TOO_LARGE"] = 413,
        ["UNSUPPORTED_MEDIA_TYPE"] = 415,
        ["RATE_LIMITED"] = 429,
        ["UNAVAILABLE"] = 503,
    };

    private static readonly string[] Internals =
        ["   at ", "Exception", "Phoenix.Cluster", "Phoenix.Messages", "Akka.", "Microsoft.", "SELECT ", ".cs:line"];

    /// <summary>The faults of an answer; null: there was none.</summary>
    public IEnumerable<string> FaultsOf(FuzzedRequest request, RawAnswer? answer)
    {
        if (answer is null)
        {
            if (request.Framing is not (BodyFraming.TooShort or BodyFraming.BrokenChunks)) yield return "no answer";
            yield break;
        }
        if (answer.Headers["X-Request-Id"].Count() != 1)
        {
            // Where HTTP itself can't be read nobody has seen the request.
            if (!request.MayBeNoHttp || answer.Status is < 400 or >= 600 || answer.Body.Length > 0)
                yield return $"{answer.Status} without a request id: {answer.Body}";
            yield break;
        }
        foreach (var secret in secrets.Where(secret => answer.Body.Contains(secret, StringComparison.Ordinal)))
            yield return $"tells of {secret}: {answer.Body}";
        if (answer.Status >= 400)
        {
            foreach (var fault in FaultsOfRefusal(request, answer)) yield return fault;
        }
        if (!request.IsOfOperation) yield break;
        var type = answer.Headers["Content-Type"].SingleOrDefault()?.Split(';')[0];
        foreach (var fault in contract.FaultsOf(request.Operation, answer.Status, type, answer.Body))
            yield return fault;
    }

    private static IEnumerable<string> FaultsOfRefusal(FuzzedRequest request, RawAnswer answer)
    {
        if (request.Method == "HEAD")
        {
            if (!Codes.ContainsValue(answer.Status)) yield return $"{answer.Status} to HEAD";
            yield break;
        }
        if (request.Operation.Path == "/ready" && answer.Status == 503) yield break;
        var error = Parse(answer.Body)?["error"] as JsonObject;
        if (error?["code"]?.GetValue<string>() is not { } code || !Codes.TryGetValue(code, out var status)
            || status != answer.Status || error["status"]?.GetValue<int>() != status
            || string.IsNullOrEmpty(error["message"]?.GetValue<string>()))
        {
            yield return $"{answer.Status} is no refusal: {answer.Body}";
            yield break;
        }
        if (Internals.FirstOrDefault(text => answer.Body.Contains(text, StringComparison.Ordinal)) is { } told)
            yield return $"tells internals ({told}): {answer.Body}";
        var header = status switch
        {
            401 => "WWW-Authenticate", 405 => "Allow", 429 or 503 => "Retry-After", _ => null,
        };
        if (header is not null && !answer.Headers[header].Any())
            yield return string.Create(CultureInfo.InvariantCulture, $"{status} has no {header}");
    }

    private static JsonNode? Parse(string body)
    {
        try
        {
            return JsonNode.Parse(body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
