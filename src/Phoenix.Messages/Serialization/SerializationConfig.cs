using System.Text;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Serialization.Mapping;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Serialization;

/// <summary>Akka's configuration of who serializes what; every actor system of Phoenix puts it first.</summary>
/// <remarks>
/// Phoenix's messages go to <see cref="PhoenixSerializer"/>. Akka's own (remoting, cluster, sharding, distributed data,
/// persistence) keep the serializers that their modules bind. What is left would fall to Newtonsoft's polymorphic JSON:
/// it goes to <see cref="RefusingSerializer"/> instead, under the names of both polymorphic serializers.
/// </remarks>
public static class SerializationConfig
{
    /// <summary>HOCON; the interfaces are bound too, so that a message without a codec is refused by name.</summary>
    public static string Hocon { get; } = Build();

    private static string Build()
    {
        var text = new StringBuilder();
        text.AppendLine("akka.actor {");
        text.AppendLine("  serializers {");
        text.AppendLine($"    phoenix = \"{NameOf(typeof(PhoenixSerializer))}\"");
        text.AppendLine($"    json = \"{NameOf(typeof(RefusingSerializer))}\"");
        text.AppendLine($"    hyperion = \"{NameOf(typeof(RefusingSerializer))}\"");
        text.AppendLine("  }");
        text.AppendLine("  serialization-bindings {");
        text.AppendLine("    \"System.Object\" = json");
        foreach (var type in BoundTypes()) text.AppendLine($"    \"{NameOf(type)}\" = phoenix");
        text.AppendLine("  }");
        text.AppendLine("}");
        return text.ToString();
    }

    private static IEnumerable<Type> BoundTypes() =>
    [
        typeof(ITenantMessage), typeof(ILeaderboardMessage), typeof(IRegistryQuery), typeof(ITenantEvent),
        .. MessageCodecs.All.Select(codec => codec.MessageType),
    ];

    private static string NameOf(Type type) => $"{type.FullName}, {type.Assembly.GetName().Name}";
}
