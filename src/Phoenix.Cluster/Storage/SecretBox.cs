using System.Security.Cryptography;
using System.Text;

namespace Phoenix.Cluster.Storage;

/// <summary>Seals the tenants' signing secrets at rest with AES-256-GCM, where a key is configured.</summary>
/// <remarks>
/// Stored form: <c>gcm:</c> and the base64 of nonce (12 B), tag (16 B) and ciphertext; or <c>plain:</c> and the secret.
/// What an earlier key sealed is opened with that, while it is configured.
/// </remarks>
/// <param name="base64Key">Seals; null: secrets are kept as they are.</param>
/// <param name="previousBase64Keys">These open only.</param>
public sealed class SecretBox(string? base64Key, IEnumerable<string>? previousBase64Keys = null)
{
    private const string Sealed = "gcm:";
    private const string Plain = "plain:";
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private readonly byte[]? _key = base64Key is null ? null : Convert.FromBase64String(base64Key);
    private readonly byte[][] _previousKeys = [.. (previousBase64Keys ?? []).Select(Convert.FromBase64String)];

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

    /// <summary>Whether it is kept as <see cref="Seal"/> would keep it now.</summary>
    public bool IsCurrent(string stored) =>
        _key is null ? stored.StartsWith(Plain, StringComparison.Ordinal) : BytesOf(stored) is { } box
            && TryDecrypt(_key, box) is not null;

    /// <summary>The secret, or null where it was sealed with another key, or is damaged.</summary>
    public string? TryOpen(string stored)
    {
        if (stored.StartsWith(Plain, StringComparison.Ordinal)) return stored[Plain.Length..];
        if (BytesOf(stored) is not { } box) return null;
        if (_key is not null && TryDecrypt(_key, box) is { } secret) return secret;
        return _previousKeys.Select(key => TryDecrypt(key, box)).FirstOrDefault(opened => opened is not null);
    }

    /// <exception cref="StorageException">The secret was sealed with another key, or is damaged.</exception>
    public string Open(string stored) => TryOpen(stored) ?? throw new StorageException(
        "a signing secret can't be opened: Phoenix:Storage:SecretsKey and PreviousSecretsKeys have not the key it was "
        + "sealed with");

    private static byte[]? BytesOf(string stored)
    {
        if (!stored.StartsWith(Sealed, StringComparison.Ordinal)) return null;
        var box = new byte[stored.Length];
        return Convert.TryFromBase64Chars(stored.AsSpan(Sealed.Length), box, out var length)
            && length >= NonceBytes + TagBytes
            ? box[..length]
            : null;
    }

    private static string? TryDecrypt(byte[] key, byte[] box)
    {
        var text = new byte[box.Length - NonceBytes - TagBytes];
        using var aes = new AesGcm(key, TagBytes);
        try
        {
            aes.Decrypt(
                box.AsSpan(0, NonceBytes), box.AsSpan(NonceBytes + TagBytes), box.AsSpan(NonceBytes, TagBytes), text);
            return Encoding.UTF8.GetString(text);
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }
}
