using System.Text;
using System.Text.Json.Nodes;

namespace Phoenix.TestSupport.Fuzz;

/// <summary>JSON documents with something wrong somewhere in them.</summary>
public static class JsonMutator
{
    /// <summary>The document's text after one to three changes; most often it is JSON still.</summary>
    public static byte[] Mutate(Random random, JsonNode document)
    {
        ArgumentNullException.ThrowIfNull(random);
        ArgumentNullException.ThrowIfNull(document);
        var root = new JsonArray(document.DeepClone());
        for (var i = random.Next(1, 4); i > 0; i--) MutateOnce(random, root);
        var text = root[0]?.ToJsonString() ?? "null";
        return random.Next(8) switch
        {
            0 => ByteMutator.Mutate(random, Encoding.UTF8.GetBytes(text)),
            1 => Encoding.UTF8.GetBytes(Spoil(random, text)),
            _ => Encoding.UTF8.GetBytes(text),
        };
    }

    private static void MutateOnce(Random random, JsonArray root)
    {
        var places = new List<(JsonNode Parent, string? Name, int Index)>();
        Collect(root, places);
        var (parent, name, index) = places[random.Next(places.Count)];
        var old = parent is JsonArray list ? list[index] : parent[name!];
        var value = random.Next(4) == 0 ? Anything(random, 3) : Alike(random, old);
        switch (parent)
        {
            case JsonArray array when random.Next(6) == 0 && array != root:
                if (random.Next(2) == 0) array.RemoveAt(index);
                else array.Insert(index, value);
                break;
            case JsonArray array:
                array[index] = value;
                break;
            case JsonObject fields when random.Next(5) == 0:
                fields.Remove(name!);
                break;
            case JsonObject fields when random.Next(6) == 0:
                fields[HostileTexts.Next(random)] = value;
                break;
            default:
                parent[name!] = value;
                break;
        }
    }

    private static void Collect(JsonNode node, List<(JsonNode Parent, string? Name, int Index)> places)
    {
        if (node is JsonArray items)
        {
            for (var i = 0; i < items.Count; i++)
            {
                places.Add((items, null, i));
                if (items[i] is { } item) Collect(item, places);
            }
        }
        if (node is not JsonObject fields) return;
        foreach (var (name, value) in fields)
        {
            places.Add((fields, name, 0));
            if (value is not null) Collect(value, places);
        }
    }

    private static JsonNode? Alike(Random random, JsonNode? old) => old switch
    {
        JsonValue value when value.TryGetValue<string>(out _) => HostileTexts.Next(random),
        JsonValue value when value.TryGetValue<bool>(out var flag) => !flag,
        JsonValue => Number(random),
        JsonArray items when random.Next(2) == 0 && items.Count > 0 =>
            new JsonArray([.. Enumerable.Range(0, random.Next(1, 150)).Select(
                _ => items[random.Next(items.Count)]?.DeepClone())]),
        _ => Anything(random, 3),
    };

    private static JsonNode? Anything(Random random, int depth) => random.Next(depth > 0 ? 7 : 4) switch
    {
        0 => null,
        1 => HostileTexts.Next(random),
        2 => Number(random),
        3 => random.Next(2) == 0,
        4 => new JsonArray([.. Enumerable.Range(0, random.Next(5)).Select(_ => Anything(random, depth - 1))]),
        5 => Deep(random.Next(1, 60)),
        _ => new JsonObject(
            Enumerable.Range(0, random.Next(5)).Select(i => KeyValuePair.Create(
                $"{i}{HostileTexts.Next(random)}", Anything(random, depth - 1)))),
    };

    private static JsonNode Number(Random random) => random.Next(5) switch
    {
        0 => random.NextInt64(long.MinValue, long.MaxValue),
        1 => JsonNode.Parse("1e400")!,
        2 => JsonNode.Parse("-0.0000000000000000000000000000000000001")!,
        3 => BitConverter.Int64BitsToDouble(random.NextInt64(0, 0x7FEF_FFFF_FFFF_FFFF)),
        _ => random.Next(-3, 120),
    };

    private static JsonNode Deep(int levels)
    {
        JsonNode node = new JsonArray();
        for (var i = 1; i < levels; i++) node = i % 2 == 0 ? new JsonArray(node) : new JsonObject { ["d"] = node };
        return node;
    }

    /// <summary>What a writer of trees can't write.</summary>
    private static string Spoil(Random random, string text) => random.Next(9) switch
    {
        0 => "\uFEFF" + text,
        1 => text + ",",
        2 => text + text,
        3 => "/* */" + text,
        4 => text.Replace(":", ":\"\\ud800\",\"\\ud800\":", StringComparison.Ordinal),
        5 => text.Replace("{", "{\"a\":1,\"a\":2,", StringComparison.Ordinal),
        6 => text.Replace("\"", "'", StringComparison.Ordinal),
        7 => string.Concat(Enumerable.Repeat("[", random.Next(1, 100_000))),
        _ => "",
    };
}
