using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Serialization;

namespace Phoenix.Messages.Serialization;

/// <summary>
/// Stands where Akka's polymorphic fallback would: writes nothing and reads nothing. Bytes that name C# types let
/// whoever reaches the port, or the database, have any of them made.
/// </summary>
/// <remarks>
/// Throws <see cref="SerializationException"/> with the type's name; the remedy is a codec, not a binding. It takes
/// manifests as text, for Akka looks the type of another serializer's manifest up before the serializer is asked.
/// </remarks>
public sealed class RefusingSerializer : SerializerWithStringManifest
{
    /// <summary>The identifier of Akka's Newtonsoft fallback, so that its bytes are answered by this refusal.</summary>
    public const int SerializerId = 1;

    public RefusingSerializer(ExtendedActorSystem system)
        : base(system)
    {
    }

    /// <summary>Akka's way where the serializer's name has settings, as the replaced have; they mean nothing.</summary>
    public RefusingSerializer(ExtendedActorSystem system, Config settings)
        : base(system) => _ = settings;

    public override int Identifier => SerializerId;

    public override string Manifest(object o) => throw Refusal(o);

    public override byte[] ToBinary(object obj) => throw Refusal(obj);

    public override object FromBinary(byte[] bytes, string manifest) =>
        throw new SerializationException($"Bytes of a '{manifest}' are of a polymorphic serializer and are not read.");

    private static SerializationException Refusal(object? message) =>
        new($"{message?.GetType().FullName ?? "null"} has no serializer and is not written.");
}
