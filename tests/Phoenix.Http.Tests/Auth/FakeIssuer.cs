using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Phoenix.Http.Tests.Auth;

/// <summary>An identity provider: discovery document, keys, signatures.</summary>
internal sealed class FakeIssuer(string issuer) : HttpMessageHandler
{
    private readonly RSA _rsa = RSA.Create(2048);
    private readonly ECDsa _ecdsa = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public bool IsDown { get; set; }

    /// <summary>How often the keys were asked for.</summary>
    public int KeyRequests { get; private set; }

    public string KeyId { get; set; } = "rsa-1";
    public string PublicKeyPem => _rsa.ExportSubjectPublicKeyInfoPem();

    public string SignRsa(string payload, string keyId = "rsa-1") =>
        SignRsaWith($$"""{"alg":"RS256","kid":"{{keyId}}"}""", payload);

    /// <summary>The same under any header.</summary>
    public string SignRsaWith(string header, string payload) => Sign(
        header, payload, data => _rsa.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

    public string SignEcdsa(string payload) => Sign(
        """{"alg":"ES256","kid":"ec-1"}""", payload, data => _ecdsa.SignData(data, HashAlgorithmName.SHA256));

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellation)
    {
        if (IsDown) throw new HttpRequestException("The issuer is down.");
        var isKeys = request.RequestUri!.AbsolutePath.EndsWith("keys", StringComparison.Ordinal);
        if (isKeys) KeyRequests++;
        var body = isKeys ? Keys() : Discovery();
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        });
    }

    private string Discovery() => JsonSerializer.Serialize(new { issuer, jwks_uri = issuer + "/oauth/v2/keys" });

    private string Keys()
    {
        var rsa = _rsa.ExportParameters(false);
        var ec = _ecdsa.ExportParameters(false);
        static string Text(byte[]? bytes) => System.Buffers.Text.Base64Url.EncodeToString(bytes);
        return JsonSerializer.Serialize(new
        {
            keys = new object[]
            {
                new { kty = "RSA", kid = KeyId, n = Text(rsa.Modulus), e = Text(rsa.Exponent) },
                new { kty = "EC", kid = "ec-1", crv = "P-256", x = Text(ec.Q.X), y = Text(ec.Q.Y) },
            },
        });
    }

    private static string Sign(string header, string payload, Func<byte[], byte[]> sign)
    {
        var text = HttpTestHost.Base64(header) + "." + HttpTestHost.Base64(payload);
        return text + "." + System.Buffers.Text.Base64Url.EncodeToString(sign(Encoding.ASCII.GetBytes(text)));
    }

    protected override void Dispose(bool disposing)
    {
        _rsa.Dispose();
        _ecdsa.Dispose();
        base.Dispose(disposing);
    }
}
