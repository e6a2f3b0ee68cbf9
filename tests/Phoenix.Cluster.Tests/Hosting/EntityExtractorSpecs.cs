using CsCheck;
using Phoenix.Cluster.Hosting;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Routing;
using Phoenix.TestSupport.Engine;

namespace Phoenix.Cluster.Tests.Hosting;

public sealed class EntityExtractorSpecs
{
    [Theory]
    [InlineData("lb-11d70769b")]
    [InlineData("")]
    [InlineData("a")]
    public void Ids_that_break_other_hashes_have_a_shard(string id) =>
        Assert.InRange(int.Parse(new EntityExtractor(60).ShardId(id)), 0, 59);

    [Fact]
    public void Every_id_has_a_shard_and_always_the_same() => Gen.Select(Gen.String, Gen.Int[1, 500])
        .Sample((id, shards) =>
    {
        var shard = new EntityExtractor(shards).ShardId(id);
        Assert.InRange(int.Parse(shard), 0, shards - 1);
        Assert.Equal(shard, new EntityExtractor(shards).ShardId(id));
    });

    [Fact]
    public void Spreads_entities_over_all_shards()
    {
        var extractor = new EntityExtractor(ShardTopology.LeaderboardShards);
        var shards = Enumerable.Range(0, 5_000)
            .Select(i => extractor.ShardId(EntityIds.Leaderboard(new TenantId("t"), new LeaderboardId($"b{i}"))))
            .CountBy(shard => shard).ToList();

        Assert.Equal(ShardTopology.LeaderboardShards, shards.Count);
        Assert.All(shards, shard => Assert.InRange(shard.Value, 15, 80));
    }

    [Fact]
    public void Brings_messages_to_the_entity_that_they_name()
    {
        var extractor = new EntityExtractor(60);
        var tenant = new TenantId("lb-11d70769b");
        var query = Samples.Standings(tenant, "lb-11d70769b");

        Assert.Equal("lb-11d70769b", extractor.EntityId(Samples.Accept(tenant, "e")));
        Assert.Equal(EntityIds.Leaderboard(tenant, query.LeaderboardId), extractor.EntityId(query));
        Assert.Same(query, extractor.EntityMessage(query));
        Assert.NotEqual(
            EntityIds.Leaderboard(new TenantId("a"), new LeaderboardId("bc")),
            EntityIds.Leaderboard(new TenantId("ab"), new LeaderboardId("c")));
    }
}
