using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using Phoenix.Messages.Events;

namespace Phoenix.Messages.Tests.Serialization;

/// <summary>Messages as text, every public property: equal text means equal content, lists and bytes too.</summary>
internal static class Described
{
    /// <summary>Called for each property met, with its value.</summary>
    public delegate void PropertyVisitor(PropertyInfo property, object? value);

    public static string Of(object? value) => Of(value, (_, _) => { });

    public static string Of(object? value, PropertyVisitor visit)
    {
        var text = new StringBuilder();
        Append(text, value, visit);
        return text.ToString();
    }

    private static void Append(StringBuilder text, object? value, PropertyVisitor visit)
    {
        switch (value)
        {
            case null: text.Append("null"); break;
            case string s: text.Append('"').Append(s).Append('"'); break;
            case double d: text.Append(BitConverter.DoubleToInt64Bits(d)); break;
            case ReadOnlyMemory<byte> bytes: text.Append(Convert.ToHexString(bytes.Span)); break;
            case EventRecord e: AppendEvent(text, e); break;
            case IFormattable f: text.Append(f.ToString(null, CultureInfo.InvariantCulture)); break;
            case bool b: text.Append(b); break;
            case IReadOnlyDictionary<string, string?> pairs:
                Append(text, pairs.OrderBy(p => p.Key).Select(p => $"{p.Key}:{p.Value ?? "null"}"), visit);
                break;
            case IEnumerable list:
                text.Append('[');
                foreach (var item in list)
                {
                    Append(text, item, visit);
                    text.Append(',');
                }
                text.Append(']');
                break;
            default: AppendProperties(text, value, visit); break;
        }
    }

    private static void AppendProperties(StringBuilder text, object value, PropertyVisitor visit)
    {
        text.Append(value.GetType().Name).Append('{');
        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var part = property.GetValue(value, BindingFlags.DoNotWrapExceptions, null, null, null);
            visit(property, part);
            text.Append(property.Name).Append('=');
            Append(text, part, visit);
            text.Append(';');
        }
        text.Append('}');
    }

    private static void AppendEvent(StringBuilder text, EventRecord e)
    {
        text.Append("Event{").Append(Convert.ToHexString(e.EventId));
        text.Append('|').Append(Convert.ToHexString(e.Type));
        text.Append('|').Append(Convert.ToHexString(e.UserId));
        text.Append('|').Append(Convert.ToHexString(e.Body));
        text.Append(CultureInfo.InvariantCulture, $"|{e.OccurredAtUs}|{e.SizeBytes}}}");
    }
}
