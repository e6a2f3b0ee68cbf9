using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Phoenix.Messages.Serialization.Mapping;

namespace Phoenix.Messages.Serialization;

/// <summary>Akka's serializer of Phoenix's messages: protobuf under the names of <see cref="Manifests"/>.</summary>
/// <remarks>
/// A type without a codec, a manifest that is not known, and bytes that don't read back are each a
/// <see cref="SerializationException"/> that names them; nothing is ever written or read by its C# type name.
/// Stateless; safe on any number of threads.
/// </remarks>
public sealed class PhoenixSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>In every row and message beside the manifest; never changed.</summary>
    public const int SerializerId = 7414;

    public override int Identifier => SerializerId;

    public override string Manifest(object o) => CodecOf(o).Manifest;

    public override byte[] ToBinary(object obj)
    {
        var codec = CodecOf(obj);
        try
        {
            return codec.Write(obj);
        }
        catch (Exception e) when (IsOurs(e))
        {
            throw new SerializationException($"{codec.MessageType.Name} can't be written: {e.Message}", e);
        }
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        ArgumentNullException.ThrowIfNull(bytes);
        if (manifest is null || !MessageCodecs.ByManifest.TryGetValue(manifest, out var codec))
            throw new SerializationException($"No message is known by the manifest '{manifest}'.");
        try
        {
            return codec.Read(bytes);
        }
        catch (Exception e) when (IsOurs(e))
        {
            throw new SerializationException($"Malformed bytes for the manifest '{manifest}': {e.Message}", e);
        }
    }

    // Whatever malformed input provokes, callers see one kind of exception; running out of memory is none of its kind.
    private static bool IsOurs(Exception e) => e is not (SerializationException or OutOfMemoryException);

    private static MessageCodec CodecOf(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return MessageCodecs.ByType.TryGetValue(message.GetType(), out var codec)
            ? codec
            : throw new SerializationException($"{message.GetType()} is no message of Phoenix that may be written.");
    }
}
