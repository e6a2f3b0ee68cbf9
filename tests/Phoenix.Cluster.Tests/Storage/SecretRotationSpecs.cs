using LinqToDB;
using LinqToDB.Async;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;

namespace Phoenix.Cluster.Tests.Storage;

public sealed class SecretRotationSpecs
{
    private static readonly string One = Convert.ToBase64String(new byte[32]);
    private static readonly string Two = Convert.ToBase64String([.. Enumerable.Repeat((byte)2, 32)]);

    [Fact]
    public async Task Brings_every_secret_under_the_present_key_and_then_has_nothing_to_do()
    {
        await using var kit = new EngineKit();
        // More than one page of tenants, sealed in both former ways.
        for (var i = 0; i < 7; i++) await SaveAsync(kit, $"t{i}", new SecretBox(i % 2 == 0 ? null : One));
        var box = new SecretBox(Two, [One]);

        var first = await new SecretRotation(kit.Database, box).RunAsync(default, pageTenants: 3);
        var second = await new SecretRotation(kit.Database, new SecretBox(Two)).RunAsync(default);

        Assert.Equal(new SecretRotationResult(7, 0), first);
        Assert.Equal(new SecretRotationResult(0, 0), second);
        var reader = new RegistryStore(kit.Database, new SecretBox(Two), kit.Codec);
        Assert.Equal("secret of t5", (await reader.FindSecretAsync(new TenantId("t5"), default))!.SigningSecret);
    }

    [Fact]
    public async Task Leaves_alone_what_no_key_opens()
    {
        await using var kit = new EngineKit();
        await SaveAsync(kit, "known", new SecretBox(null));
        await SaveAsync(kit, "lost", new SecretBox(One));
        var before = await StoredAsync(kit, "lost");

        var result = await new SecretRotation(kit.Database, new SecretBox(Two)).RunAsync(default);

        Assert.Equal(new SecretRotationResult(1, 1), result);
        Assert.Equal(before, await StoredAsync(kit, "lost"));
    }

    private static Task SaveAsync(EngineKit kit, string tenant, SecretBox box) =>
        new RegistryStore(kit.Database, box, kit.Codec).SaveTenantAsync(
            new TenantReply(new TenantId(tenant), tenant, TenantStatus.Active, 300, 0, null), 1, $"secret of {tenant}",
            default);

    private static async Task<string> StoredAsync(EngineKit kit, string tenant)
    {
        await using var db = kit.Database.OpenStandings();
        return await db.GetTable<Tables.Tenant>().Where(t => t.TenantId == tenant)
            .Select(t => t.SigningSecret).FirstAsync();
    }
}
