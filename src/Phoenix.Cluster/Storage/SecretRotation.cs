using LinqToDB;
using LinqToDB.Async;

namespace Phoenix.Cluster.Storage;

/// <summary>How many signing secrets a rotation has sealed anew, and how many no configured key opens.</summary>
public sealed record SecretRotationResult(int Resealed, int Unreadable);

/// <summary>Brings the tenants' signing secrets under the present key: at the start, where one was set or
/// changed.</summary>
public sealed class SecretRotation(IDatabase database, SecretBox secrets)
{
    /// <summary>Seals anew what is not under the present key. Safe to run on several nodes at once: a secret that was
    /// changed meanwhile stays.</summary>
    public async Task<SecretRotationResult> RunAsync(CancellationToken cancellation, int pageTenants = 500)
    {
        await using var db = database.OpenStandings();
        var table = db.GetTable<Tables.Tenant>();
        var (resealed, unreadable, last) = (0, 0, "");
        while (true)
        {
            var after = last;
            var page = await table.Where(t => t.TenantId.CompareTo(after) > 0)
                .OrderBy(t => t.TenantId).Take(pageTenants).ToListAsync(cancellation);
            foreach (var tenant in page.Where(t => !secrets.IsCurrent(t.SigningSecret)))
            {
                if (secrets.TryOpen(tenant.SigningSecret) is not { } secret)
                {
                    unreadable++;
                    continue;
                }
                var (id, old, box) = (tenant.TenantId, tenant.SigningSecret, secrets.Seal(secret));
                using var gate = await database.LockStandingsAsync(cancellation);
                resealed += await table.Where(t => t.TenantId == id && t.SigningSecret == old)
                    .Set(t => t.SigningSecret, box).UpdateAsync(cancellation);
            }
            if (page.Count < pageTenants) return new SecretRotationResult(resealed, unreadable);
            last = page[^1].TenantId;
        }
    }
}
