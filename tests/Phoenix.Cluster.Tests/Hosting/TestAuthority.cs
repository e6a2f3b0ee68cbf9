using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Phoenix.Cluster.Tests.Hosting;

/// <summary>An authority of a test and the certificates that it gives out, as PEM files in a folder.</summary>
internal sealed class TestAuthority(string folder, string name) : IDisposable
{
    private static readonly DateTimeOffset From = DateTimeOffset.UnixEpoch.AddYears(50);
    private static readonly DateTimeOffset To = From.AddYears(50);

    private readonly X509Certificate2 _root = MakeRoot(name);

    /// <summary>The authority's own certificate.</summary>
    public string WriteRoot()
    {
        var path = Path.Combine(folder, $"{name}.pem");
        File.WriteAllText(path, _root.ExportCertificatePem());
        return path;
    }

    /// <summary>A node's certificate, made out to an address; the two files' paths.</summary>
    public (string Certificate, string Key) Issue(string address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={address}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (IPAddress.TryParse(address, out var ip)) names.AddIpAddress(ip);
        else names.AddDnsName(address);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_root, From, To, RandomNumberGenerator.GetBytes(8));
        var path = Path.Combine(folder, $"{name}-{address}-{Guid.NewGuid():N}");
        File.WriteAllText($"{path}.pem", certificate.ExportCertificatePem());
        File.WriteAllText($"{path}.key", key.ExportPkcs8PrivateKeyPem());
        return ($"{path}.pem", $"{path}.key");
    }

    public void Dispose() => _root.Dispose();

    private static X509Certificate2 MakeRoot(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        return request.CreateSelfSigned(From, To);
    }
}
