using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Phoenix.Cluster.Hosting;

/// <summary>Encryption between nodes (<c>Phoenix:Cluster:Tls</c>); off while no certificate is named.</summary>
public sealed class TlsOptions
{
    /// <summary>This node's certificate: a PEM file, or PKCS#12 (<c>.pfx</c>, <c>.p12</c>) with its key. Null:
    /// off.</summary>
    public string? Certificate { get; set; }

    /// <summary>The PEM file of its key; null: in the certificate's own file.</summary>
    public string? CertificateKey { get; set; }

    /// <summary>The password of a PKCS#12 file or of an encrypted key; null: none.</summary>
    public string? Password { get; set; }

    /// <summary>A PEM file of the authorities that the other nodes' certificates must come from; null: those that the
    /// machine trusts.</summary>
    public string? Authority { get; set; }

    /// <summary>Whether the node that connects must show a certificate too. Default true.</summary>
    public bool MutualAuthentication { get; set; } = true;

    /// <summary>Whether the certificate of the node that is connected to must be made out to its name. Default
    /// true.</summary>
    public bool VerifyHostname { get; set; } = true;

    /// <summary>Whether nodes talk over TLS.</summary>
    public bool IsEnabled => Certificate is not null;

    /// <summary>Each broken rule in one line that names key, value and rule.</summary>
    public IEnumerable<string> Validate()
    {
        if (!IsEnabled)
        {
            foreach (var (key, value) in new[]
                     {
                         ("CertificateKey", CertificateKey), ("Authority", Authority),
                         ("Password", Password is null ? null : "(secret)"),
                     })
            {
                if (value is not null)
                    yield return $"Phoenix:Cluster:Tls:{key} is '{value}': it may be set with Certificate only.";
            }
            yield break;
        }
        if (Fault(() => LoadCertificate().Dispose()) is { } certificate)
            yield return $"Phoenix:Cluster:Tls:Certificate is '{Certificate}': it must be a certificate with its "
                + $"private key: {certificate}";
        if (Authority is not null && Fault(() => LoadAuthorities()) is { } authority)
            yield return $"Phoenix:Cluster:Tls:Authority is '{Authority}': it must be a PEM file of certificates: "
                + authority;
    }

    /// <summary>This node's certificate with its private key.</summary>
    internal X509Certificate2 LoadCertificate()
    {
        var isPkcs12 = Path.GetExtension(Certificate)!.ToLowerInvariant() is ".pfx" or ".p12";
        var certificate = isPkcs12 ? X509CertificateLoader.LoadPkcs12FromFile(Certificate!, Password)
            : Password is null ? X509Certificate2.CreateFromPemFile(Certificate!, CertificateKey)
            : X509Certificate2.CreateFromEncryptedPemFile(Certificate!, Password, CertificateKey);
        return certificate.HasPrivateKey ? certificate : throw new CryptographicException("it holds no private key.");
    }

    /// <summary>The authorities; at least one.</summary>
    internal X509Certificate2Collection LoadAuthorities()
    {
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(Authority!);
        return authorities.Count > 0 ? authorities : throw new CryptographicException("it holds no certificate.");
    }

    private static string? Fault(Action load)
    {
        try
        {
            load();
            return null;
        }
        catch (Exception e) when (e is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return e.Message.TrimEnd('.') + ".";
        }
    }
}
