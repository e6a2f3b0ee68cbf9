using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;

namespace Phoenix.Cluster.Hosting;

/// <summary>Makes Akka.Remote's TLS of <see cref="TlsOptions"/>: this node's certificate, and whom it trusts.</summary>
internal static class RemoteTls
{
    public static DotNettySslSetup SetupOf(TlsOptions options) => new(
        options.LoadCertificate(), suppressValidation: false, options.MutualAuthentication, options.VerifyHostname,
        ValidatorOf(options));

    private static CertificateValidationCallback ValidatorOf(TlsOptions options)
    {
        var authorities = options.Authority is null ? null : options.LoadAuthorities();
        return (certificate, _, peer, errors, log) =>
        {
            var fault = FaultOf(certificate, errors, authorities, options.VerifyHostname);
            if (fault is not null) log.Warning("The certificate of {0} is refused: {1}", peer, fault);
            return fault is null;
        };
    }

    private static string? FaultOf(
        X509Certificate2? certificate, SslPolicyErrors errors, X509Certificate2Collection? authorities, bool byName)
    {
        if (certificate is null) return "there is none";
        if (byName && errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
            return "it is made out to another name";
        if (authorities is null)
        {
            return errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
                ? "this machine does not trust it" : null;
        }
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authorities);
        // The authority is the operator's own and has no list of what it revoked.
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate)
            ? null : string.Join(' ', chain.ChainStatus.Select(status => status.StatusInformation.Trim()));
    }
}
