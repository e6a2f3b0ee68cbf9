using Akka.Actor;
using Akka.Serialization;
using Phoenix.Cluster.Storage;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Serialization;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.Storage;

/// <summary>The registry on PostgreSQL, where two incarnations of a tenant may write at the same moment.</summary>
public sealed class RegistryStoreSpecs
{
    [PostgresFact]
    public async Task First_writes_at_once_leave_the_newest_row_and_one_secret()
    {
        await using var server = await PostgresServer.StartAsync();
        var connection = await server.CreateDatabaseAsync();
        var database = new PostgreSqlDatabase(connection);
        database.Bootstrap();
        using var system = ActorSystem.Create("registry", SerializationConfig.Hocon);
        var serializer = system.Serialization.FindSerializerForType(typeof(ITenantEvent));
        var registry = new RegistryStore(
            database, new SecretBox(null), new DefinitionCodec((SerializerWithStringManifest)serializer));

        for (var round = 0; round < 20; round++)
        {
            var tenant = new TenantId($"t{round}");
            var secrets = await Task.WhenAll(Enumerable.Range(1, 8).Select(position => Task.Run(() =>
                registry.SaveTenantAsync(
                    new TenantReply(tenant, $"at {position}", TenantStatus.Active, 300, 1, null), position,
                    $"secret {position}", CancellationToken.None))));

            Assert.Single(secrets.Distinct());
            Assert.Equal("at 8", (await registry.FindTenantAsync(tenant, CancellationToken.None))!.Name);
            var kept = await registry.FindSecretAsync(tenant, CancellationToken.None);
            Assert.Equal(secrets[0], kept!.SigningSecret);
        }
        await server.DropDatabaseAsync(connection);
    }
}
