using System.Reflection;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Ops;
using Phoenix.Messages.Serialization;
using Phoenix.Messages.Serialization.Mapping;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Tests.Serialization;

public class RoundTripSpecs
{
    private static readonly PhoenixSerializer Serializer = new(null!);

    // What is sent though no interface says so.
    private static readonly Type[] Answers =
    [
        typeof(EventsAcceptedReply), typeof(TenantReply), typeof(TenantsReply), typeof(SigningSecretReply),
        typeof(LeaderboardReply), typeof(LeaderboardsReply), typeof(LeaderboardAttached), typeof(ReadinessReply),
        typeof(RowsApplied), typeof(LeaderboardBehind), typeof(StandingsPage), typeof(RankReply), typeof(Refusal),
        typeof(TenantSnapshot),
        typeof(GetNodeShards),
        typeof(StandingsRefused),
    ];

    private static readonly Type[] Interfaces =
    [
        typeof(ITenantMessage), typeof(ILeaderboardMessage), typeof(IRegistryQuery), typeof(ITenantEvent),
        typeof(ILiveNotification),
    ];

    [Fact]
    public void Every_sample_comes_back_with_equal_content()
    {
        foreach (var sample in Samples.All)
        {
            var read = Serializer.FromBinary(Serializer.ToBinary(sample), Serializer.Manifest(sample));

            Assert.IsType(sample.GetType(), read);
            Assert.Equal(Described.Of(sample), Described.Of(read));
        }
    }

    [Fact]
    public void What_was_read_gives_equal_bytes_again()
    {
        foreach (var sample in Samples.All)
        {
            var bytes = Serializer.ToBinary(sample);
            var read = Serializer.FromBinary(bytes, Serializer.Manifest(sample));

            Assert.Equal(bytes, Serializer.ToBinary(read));
        }
    }

    [Fact]
    public void Every_message_type_has_a_codec_and_a_sample()
    {
        var types = MessageTypes().Select(type => type.Name).Order().ToList();

        Assert.Equal(types, MessageCodecs.All.Select(codec => codec.MessageType.Name).Order());
        Assert.Equal(types, Samples.All.Select(sample => sample.GetType().Name).Distinct().Order());
    }

    [Fact]
    public void Every_property_of_every_message_is_set_in_a_sample_and_null_in_another_where_it_may_be()
    {
        var (properties, set, empty) = (new HashSet<string>(), new HashSet<string>(), new HashSet<string>());
        var nullability = new NullabilityInfoContext();
        var nullables = new HashSet<string>();
        foreach (var sample in Samples.All)
        {
            Described.Of(sample, (property, value) =>
            {
                var name = $"{property.DeclaringType!.Name}.{property.Name}";
                properties.Add(name);
                if (nullability.Create(property).ReadState == NullabilityState.Nullable) nullables.Add(name);
                (IsDefault(property.PropertyType, value) ? empty : set).Add(name);
            });
        }

        Assert.NotEmpty(properties);
        Assert.Empty(properties.Except(set));
        Assert.NotEmpty(nullables);
        Assert.Empty(nullables.Except(empty));
    }

    private static IEnumerable<Type> MessageTypes()
    {
        var assembly = typeof(ITenantMessage).Assembly;
        var byInterface = assembly.GetTypes().Where(
            type => type is { IsInterface: false, IsAbstract: false } && Interfaces.Any(i => i.IsAssignableFrom(type)));
        var byName = assembly.GetExportedTypes().Where(
            type => type is { IsClass: true } && type.Name.EndsWith("Reply", StringComparison.Ordinal));
        return byInterface.Concat(byName).Concat(Answers).Distinct();
    }

    private static bool IsDefault(Type type, object? value) =>
        value is null or "" or System.Collections.ICollection { Count: 0 }
        || (Nullable.GetUnderlyingType(type) is null && type.IsValueType
            && value.Equals(Activator.CreateInstance(type)));
}
