using System.Text.Json;

namespace Phoenix.Cluster.Domain.Scoring.Fields;

/// <summary>Reads from an event's body what a plan wants, in one pass; what no board reads is skipped.</summary>
internal static class FieldReader
{
    /// <summary>Depth is bounded by the paths, not by the body: only what a path leads into is entered.</summary>
    public static void Read(ReadOnlySpan<byte> body, FieldNode root, FieldValues values)
    {
        var reader = new Utf8JsonReader(body);
        if (reader.Read() && reader.TokenType == JsonTokenType.StartObject && root.ReadsProperties)
            ReadObject(ref reader, root, values);
    }

    private static void ReadObject(ref Utf8JsonReader reader, FieldNode node, FieldValues values)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var child = node.Find(ref reader);
            reader.Read();
            if (child is null) reader.Skip();
            else ReadValue(ref reader, child, values);
        }
    }

    private static void ReadArray(ref Utf8JsonReader reader, FieldNode node, FieldValues values)
    {
        var cursor = 0;
        for (var index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (node.ReadsMembers) LookUpMember(ref reader, node, values);
            if (node.Element(index, ref cursor) is { } child) ReadValue(ref reader, child, values);
            else reader.Skip();
        }
    }

    private static void ReadValue(ref Utf8JsonReader reader, FieldNode node, FieldValues values)
    {
        var start = reader.TokenStartIndex;
        var value = FieldValue.Missing;
        value.Kind = KindOf(reader.TokenType);
        switch (value.Kind)
        {
            case FieldKind.Object when node.ReadsProperties:
                ReadObject(ref reader, node, values);
                break;
            case FieldKind.Array when node.ReadsElements:
                ReadArray(ref reader, node, values);
                break;
            case FieldKind.Object or FieldKind.Array:
                reader.Skip();
                break;
        }
        if (node.Slot < 0) return;
        if (value.Kind == FieldKind.Text) ReadText(ref reader, ref value, values);
        else value.Number = NumberOf(ref reader, value.Kind);
        value.JsonStart = (int)start;
        value.JsonLength = (int)(reader.BytesConsumed - start);
        values.Set(node.Slot, in value);
    }

    private static void ReadText(ref Utf8JsonReader reader, ref FieldValue value, FieldValues values)
    {
        if (reader.ValueIsEscaped)
        {
            value.Source = FieldSource.Scratch;
            (value.TextStart, value.TextLength) = values.Unescape(ref reader);
            return;
        }
        value.TextStart = (int)reader.TokenStartIndex + 1;
        value.TextLength = reader.ValueSpan.Length;
    }

    private static void LookUpMember(ref Utf8JsonReader reader, FieldNode node, FieldValues values)
    {
        var kind = KindOf(reader.TokenType);
        int flag;
        if (kind == FieldKind.Text && reader.ValueIsEscaped)
        {
            var text = values.Unescape(ref reader);
            flag = node.MemberFlag(kind, double.NaN, values.Unescaped(text));
            values.Release(text);
        }
        else
        {
            flag = node.MemberFlag(kind, NumberOf(ref reader, kind), reader.ValueSpan);
        }
        if (flag >= 0) values.Raise(flag);
    }

    private static double NumberOf(ref Utf8JsonReader reader, FieldKind kind) => kind switch
    {
        FieldKind.Number when reader.TryGetDouble(out var number) && double.IsFinite(number) => number,
        FieldKind.Boolean => reader.TokenType == JsonTokenType.True ? 1 : 0,
        _ => double.NaN,
    };

    private static FieldKind KindOf(JsonTokenType token) => token switch
    {
        JsonTokenType.String => FieldKind.Text,
        JsonTokenType.Number => FieldKind.Number,
        JsonTokenType.True or JsonTokenType.False => FieldKind.Boolean,
        JsonTokenType.Null => FieldKind.Null,
        JsonTokenType.StartArray => FieldKind.Array,
        JsonTokenType.StartObject => FieldKind.Object,
        _ => FieldKind.Missing,
    };
}
