using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;
using Akka.TestKit.Xunit2;
using Phoenix.Messages.Serialization;
using Phoenix.Messages.Serialization.Mapping;

namespace Phoenix.Messages.Tests.Serialization;

public class SerializationConfigSpecs() : TestKit(ConfigurationFactory.ParseString(SerializationConfig.Hocon))
{
    [Fact]
    public void Every_message_type_goes_to_the_serializer_of_phoenix() => Assert.All(
        MessageCodecs.All,
        codec => Assert.IsType<PhoenixSerializer>(Sys.Serialization.FindSerializerForType(codec.MessageType)));

    [Fact]
    public void Every_sample_makes_the_whole_way_through_akka()
    {
        foreach (var sample in Samples.All)
        {
            var serializer = Sys.Serialization.FindSerializerFor(sample);
            var manifest = Akka.Serialization.Serialization.ManifestFor(serializer, sample);
            var read = Sys.Serialization.Deserialize(serializer.ToBinary(sample), serializer.Identifier, manifest);
            Assert.Equal(Described.Of(sample), Described.Of(read));
        }
    }

    [Fact]
    public void A_type_that_nobody_bound_is_refused_by_name()
    {
        var serializer = Sys.Serialization.FindSerializerFor(new Unbound("text"));

        Assert.IsType<RefusingSerializer>(serializer);
        var refusal = Assert.Throws<SerializationException>(() => serializer.ToBinary(new Unbound("text")));
        Assert.Contains(nameof(Unbound), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_of_the_polymorphic_fallback_are_not_read()
    {
        var json = """{"$type":"System.Version, System.Private.CoreLib"}"""u8.ToArray();
        var newtonsoft = new NewtonSoftJsonSerializer((ExtendedActorSystem)Sys);
        Assert.Equal(RefusingSerializer.SerializerId, newtonsoft.Identifier);

        var refusal = Assert.Throws<SerializationException>(
            () => Sys.Serialization.Deserialize(json, newtonsoft.Identifier, "System.Version, System.Private.CoreLib"));
        Assert.Contains("System.Version", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void No_polymorphic_serializer_is_left_under_any_name()
    {
        var serializers = Sys.Settings.Config.GetConfig("akka.actor.serializers").AsEnumerable()
            .ToDictionary(pair => pair.Key, pair => pair.Value.GetString());

        Assert.Contains("json", serializers.Keys);
        Assert.All(serializers.Values, name => Assert.DoesNotMatch("(?i)newtonsoft|hyperion", name));
    }

    [Fact]
    public void Akkas_own_bindings_stay() =>
        Assert.IsType<ByteArraySerializer>(Sys.Serialization.FindSerializerForType(typeof(byte[])));

    private sealed record Unbound(string Text);
}
