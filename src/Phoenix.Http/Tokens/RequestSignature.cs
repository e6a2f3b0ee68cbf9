using System.Security.Cryptography;
using System.Text;

namespace Phoenix.Http.Tokens;

/// <summary>
/// The signature by which a game backend proves its tenant's secret: HMAC-SHA256, keyed with the UTF-8 bytes of the
/// secret as shown (never decoded), over <c>METHOD\nPATH\nTIMESTAMP\nBODY</c>.
/// </summary>
internal static class RequestSignature
{
    public const string Prefix = "hmac-sha256=";

    /// <summary>The signature's 32 bytes.</summary>
    public static byte[] Compute(string secret, string method, string path, string timestamp, ReadOnlySpan<byte> body)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hmac.AppendData(Encoding.UTF8.GetBytes($"{method}\n{path}\n{timestamp}\n"));
        hmac.AppendData(body);
        return hmac.GetHashAndReset();
    }

    /// <summary>Reads a header <c>hmac-sha256=&lt;64 lower-case hex digits&gt;</c>; false where it is none.</summary>
    public static bool TryParse(string? header, out byte[] signature)
    {
        signature = [];
        if (header is null || header.Length != Prefix.Length + 64
            || !header.StartsWith(Prefix, StringComparison.Ordinal)
            || header.AsSpan(Prefix.Length).ContainsAnyInRange('A', 'F'))
        {
            return false;
        }
        var bytes = new byte[32];
        var status = Convert.FromHexString(header.AsSpan(Prefix.Length), bytes, out _, out _);
        if (status != System.Buffers.OperationStatus.Done) return false;
        signature = bytes;
        return true;
    }
}
