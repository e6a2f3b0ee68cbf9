using System.Security.Cryptography;
using System.Text;

namespace Phoenix.Cluster.Storage;

/// <summary>Seals the tenants' signing secrets at rest with AES-256-GCM, where a key is configured.</summary>
/// <remarks>Stored form: <c>gcm:</c> and the base64 of nonce (12 B), tag (16 B) and ciphertext; or <c>plain:</c> and
/// the secret.</remarks>
public sealed class SecretBox(string? base64Key)
{
    private const string Sealed = "gcm:";
    private const string Plain = "plain:";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly byte[]? _key = base64Key is null ? null : Convert.FromBase64String(base64Key);

    public string Seal(string secret)
    {
        if (_key is null) return Plain + secret;
        var text = Encoding.UTF8.GetBytes(secret);
        var box = new byte[NonceBytes + TagBytes + text.Length];
        RandomNumberGenerator.Fill(box.AsSpan(0, NonceBytes));
        using var aes = new AesGcm(_key, TagBytes);
        aes.Encrypt(
            box.AsSpan(0, NonceBytes), text, box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes));
        return Sealed + Convert.ToBase64String(box);
    }

    /// <exception cref="StorageException">The secret was sealed with another key, or is damaged.</exception>
    public string Open(string stored)
    {
        if (stored.StartsWith(Plain, StringComparison.Ordinal)) return stored[Plain.Length..];
        if (_key is null || !stored.StartsWith(Sealed, StringComparison.Ordinal))
            throw new StorageException(
                "a signing secret is encrypted: set Phoenix:Storage:SecretsKey to the key it was sealed with");
        try
        {
            var box = Convert.FromBase64String(stored[Sealed.Length..]);
            var text = new byte[box.Length - NonceBytes - TagBytes];
            using var aes = new AesGcm(_key, TagBytes);
            aes.Decrypt(
                box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), text);
            return Encoding.UTF8.GetString(text);
        }
        catch (Exception e) when (e is CryptographicException or FormatException or OverflowException)
        {
            throw new StorageException(
                "a signing secret can't be opened: Phoenix:Storage:SecretsKey is not the key it was sealed with", e);
        }
    }
}
