using System.Runtime.CompilerServices;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>What every mapping needs: enums by number, parts that must be there, lists.</summary>
internal static class WireValues
{
    /// <summary>The enum's value for a number on the wire; a number that isn't known here is refused.</summary>
    public static TEnum ReadEnum<TEnum>(int number) where TEnum : struct, Enum
    {
        if (Unsafe.SizeOf<TEnum>() != sizeof(int))
            throw new InvalidOperationException($"{typeof(TEnum)} is no int enum.");
        var value = Unsafe.BitCast<int, TEnum>(number);
        return Enum.IsDefined(value)
            ? value
            : throw new InvalidDataException($"{typeof(TEnum).Name} {number} is unknown.");
    }

    /// <summary>A part without which the message means nothing.</summary>
    public static TWire Need<TWire>(TWire? part, [CallerArgumentExpression(nameof(part))] string name = "")
        where TWire : class, IMessage<TWire> =>
        part ?? throw new InvalidDataException($"{name} is missing.");

    /// <summary>A repeated field as an array.</summary>
    public static TMessage[] ReadList<TWire, TMessage>(RepeatedField<TWire> field, Func<TWire, TMessage> read)
    {
        if (field.Count == 0) return [];
        var messages = new TMessage[field.Count];
        for (var i = 0; i < messages.Length; i++) messages[i] = read(field[i]);
        return messages;
    }

    /// <summary>Adds a list to a repeated field.</summary>
    public static void WriteList<TMessage, TWire>(
        RepeatedField<TWire> field, IReadOnlyList<TMessage> messages, Func<TMessage, TWire> write)
    {
        var count = messages.Count;
        field.Capacity = count;
        for (var i = 0; i < count; i++) field.Add(write(messages[i]));
    }
}
