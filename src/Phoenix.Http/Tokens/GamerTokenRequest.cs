using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;

namespace Phoenix.Http.Tokens;

/// <summary>The body of <c>POST /v1/gamer-tokens</c>.</summary>
/// <param name="UserId">The user to bind the token to; null: none.</param>
/// <param name="Lifetime">60 to 86,400 seconds, an hour where nothing is said.</param>
internal sealed record GamerTokenRequest(string? UserId, TimeSpan Lifetime)
{
    public const int LifetimeSecondsMin = 60;
    public const int LifetimeSecondsMax = 86_400;
    public const int LifetimeSecondsDefault = 3_600;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    /// <summary>
    /// Reads the body; an empty one asks for the defaults. A field that is not known is refused: whoever misspells
    /// <c>user_id</c> must not get a token for everybody.
    /// </summary>
    public static GamerTokenRequest? Read(ReadOnlyMemory<byte> body, out Refusal? refusal)
    {
        refusal = null;
        if (body.IsEmpty) return new GamerTokenRequest(null, TimeSpan.FromSeconds(LifetimeSecondsDefault));
        try
        {
            if (!Utf8.IsValid(body.Span)) throw new JsonException("Malformed UTF-8.");
            using var document = JsonDocument.Parse(body, Strict);
            return Read(document.RootElement, ref refusal);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: a string with a lone surrogate.
            refusal = new Refusal(ErrorCode.ValidationError, "The body is not JSON, or a name stands twice in it.");
            return null;
        }
    }

    private static GamerTokenRequest? Read(JsonElement root, ref Refusal? refusal)
    {
        string? userId = null;
        var seconds = LifetimeSecondsDefault;
        if (root.ValueKind != JsonValueKind.Object)
        {
            refusal = Invalid("body", "body must be an object");
            return null;
        }
        foreach (var member in root.EnumerateObject())
        {
            switch (member.Name)
            {
                case "user_id" or "ttl_seconds" when member.Value.ValueKind == JsonValueKind.Null:
                    break;
                case "user_id" when IsUserId(member.Value):
                    userId = member.Value.GetString();
                    break;
                case "user_id":
                    refusal ??= Invalid("user_id", "user_id must be 1 to 128 characters without control characters");
                    break;
                case "ttl_seconds" when member.Value.ValueKind == JsonValueKind.Number
                    && member.Value.TryGetInt32(out seconds)
                    && seconds is >= LifetimeSecondsMin and <= LifetimeSecondsMax:
                    break;
                case "ttl_seconds":
                    refusal ??= Invalid(
                        "ttl_seconds",
                        $"ttl_seconds must be a whole number from {LifetimeSecondsMin} to {LifetimeSecondsMax}");
                    break;
                default:
                    refusal ??= Invalid("body", "body may hold user_id and ttl_seconds only");
                    break;
            }
        }
        return refusal is null ? new GamerTokenRequest(userId, TimeSpan.FromSeconds(seconds)) : null;
    }

    private static bool IsUserId(JsonElement value) =>
        value.ValueKind == JsonValueKind.String && IdText.IsEventText(Encoding.UTF8.GetBytes(value.GetString()!));

    private static Refusal Invalid(string field, string rule) =>
        new(ErrorCode.ValidationError, "Validation failed: " + rule) { Details = [new FieldError(field, rule)] };
}
