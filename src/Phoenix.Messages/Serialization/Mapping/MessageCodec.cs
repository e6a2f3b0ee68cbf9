using Google.Protobuf;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>How one message type goes to bytes and back, under one manifest.</summary>
internal sealed class MessageCodec
{
    private MessageCodec(string manifest, Type messageType, Func<object, byte[]> write, Func<byte[], object> read)
    {
        Manifest = manifest;
        MessageType = messageType;
        Write = write;
        Read = read;
    }

    public string Manifest { get; }
    public Type MessageType { get; }
    public Func<object, byte[]> Write { get; }

    /// <summary>Malformed bytes are an exception, of whatever kind protobuf or the mapping throws.</summary>
    public Func<byte[], object> Read { get; }

    /// <summary>By way of a generated protobuf message.</summary>
    public static MessageCodec Of<TMessage, TWire>(
        string manifest, Func<TMessage, TWire> toWire, MessageParser<TWire> parser, Func<TWire, TMessage> fromWire)
        where TMessage : class
        where TWire : class, IMessage<TWire> =>
        new(
            manifest,
            typeof(TMessage),
            message => toWire((TMessage)message).ToByteArray(),
            bytes => fromWire(parser.ParseFrom(bytes)));

    /// <summary>Straight between the message and its bytes.</summary>
    public static MessageCodec Of<TMessage>(string manifest, Func<TMessage, byte[]> write, Func<byte[], TMessage> read)
        where TMessage : class =>
        new(manifest, typeof(TMessage), message => write((TMessage)message), read);
}
