using System.Text.Json;

namespace Phoenix.Http.Tests;

/// <summary>An answer, read whole.</summary>
public sealed record HttpAnswer(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
{
    public JsonElement Json => JsonDocument.Parse(Text).RootElement;
    public JsonElement Error => Json.GetProperty("error");
    public string Code => Error.GetProperty("code").GetString()!;
    public string Message => Error.GetProperty("message").GetString()!;

    public static async Task<HttpAnswer> ReadAsync(HttpResponseMessage response)
    {
        var headers = response.Headers.Concat(response.Content.Headers)
            .ToDictionary(h => h.Key, h => string.Join(", ", h.Value), StringComparer.OrdinalIgnoreCase);
        return new HttpAnswer((int)response.StatusCode, await response.Content.ReadAsStringAsync(), headers);
    }

    /// <summary>The answer is an error in the one form, with this status and code.</summary>
    public void ShouldBeError(int status, string code)
    {
        Assert.True(status == Status, $"{Status} instead of {status}: {Text}");
        Assert.Equal("application/json; charset=utf-8", Headers["Content-Type"]);
        Assert.Equal(["error"], Json.EnumerateObject().Select(p => p.Name));
        Assert.Equal(code, Code);
        Assert.Equal(status, Error.GetProperty("status").GetInt32());
        Assert.NotEmpty(Message);
        Assert.NotEmpty(Headers["X-Request-Id"]);
    }
}
