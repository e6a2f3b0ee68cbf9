using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Phoenix.Http.Ingestion;

namespace Phoenix.Http.Tests.Ingestion;

public sealed class EventParserSpecs
{
    private static readonly EventRules Rules = new("acme", long.MaxValue, EventRules.TooLateFault(3600));

    private static readonly Gen<string> Text =
        Gen.OneOf(Gen.String[Gen.Char['a', 'e'], 0, 4], Gen.String[Gen.Char["ä\"\\/€\t "], 0, 6]);

    private static readonly Gen<string> Number = Gen.OneOf(
        Gen.Int.Select(n => n.ToString(CultureInfo.InvariantCulture)),
        Gen.Double.Where(double.IsFinite).Select(n => n.ToString("R", CultureInfo.InvariantCulture)),
        Gen.Const("-0.0e-3"));

    private static readonly Gen<string> Value = Gen.Recursive<string>((depth, inner) => depth >= 4
        ? Gen.OneOf(Number, Quoted(Text), Gen.Const("null"), Gen.Const("true"))
        : Gen.OneOf(
            Number, Quoted(Text), Gen.Const("null"), Gen.Const("false"),
            inner.Array[0, 4].Select(items => "[" + string.Join(" , ", items) + "]"),
            Members(inner).Select(members => "{" + string.Join(",", members) + "}")));

    [Fact]
    public void Keeps_the_event_as_sent_but_for_the_tenant()
    {
        var others = Members(Value).Select(members => members.Where(member => !IsReserved(member)).ToArray());
        Gen.Select(others, Value.Where(v => v[0] == '{'), Gen.Int[0, 40], Gen.Bool).Sample((more, attrs, at, spaced) =>
        {
            var members = new List<string>
            {
                "\"event_id\":\"e\\u0031\"", "\"type\":\"t\"", "\"actor\":{\"user_id\":\"ü\"}",
                "\"occurred_at\":\"2025-11-18T12:34:56Z\"", "\"attrs\":" + attrs,
            };
            members.AddRange(more);
            var withoutTenant = "{" + string.Join(",", members) + "}";
            var tenant = at % 3 == 0 ? "\"tenant_id\":\"x\"" : "\"tenant\\u005Fid\" : null";
            members.Insert(at % (members.Count + 1), tenant);
            var text = "{" + string.Join(spaced ? " ,\n " : ",", members) + " }";

            var parsed = RequestParser.OfThread.ReadSingle(Encoding.UTF8.GetBytes(text), Rules);

            Assert.Null(parsed.Fault);
            var record = parsed.Record!;
            Assert.Equal("e1|t|ü", $"{Utf8(record.EventId)}|{Utf8(record.Type)}|{Utf8(record.UserId)}");
            using var expected = JsonDocument.Parse("{\"tenant_id\":\"acme\"," + withoutTenant[1..]);
            using var actual = JsonDocument.Parse(record.Body.ToArray());
            Assert.True(JsonElement.DeepEquals(expected.RootElement, actual.RootElement), text);
            Assert.Equal(
                expected.RootElement.EnumerateObject().Select(member => member.Name),
                actual.RootElement.EnumerateObject().Select(member => member.Name));
        });
    }

    [Fact]
    public void Finds_a_name_that_stands_twice_wherever_it_is()
    {
        // Objects of up to 300 members, so that the table grows, beside and within one another; at most one name twice.
        var cases = Gen.Select(Gen.Int[1, 300], Gen.Int[0, 300], Gen.Int[-300, 300], Gen.Bool);
        cases.Sample((outer, inner, twice, escaped) =>
        {
            var names = Enumerable.Range(0, outer).Select(i => $"n{i}").ToList();
            var within = "{" + string.Join(",", Enumerable.Range(0, inner).Select(i => $"\"n{i}\":{i}")) + "}";
            var isTwice = twice >= 0 && twice < outer;
            if (isTwice) names.Add(escaped ? $"\\u006e{twice}" : $"n{twice}");
            var members = names.Select((name, i) => $"\"{name}\":{(i % 50 == 7 ? within : "1")}");
            var attrs = "{" + string.Join(",", members) + "}";

            var parsed = RequestParser.OfThread.ReadSingle(
                Encoding.UTF8.GetBytes(SampleEvents.Event(attrs: attrs)), Rules);

            Assert.Equal(isTwice, parsed.Fault is not null);
            if (isTwice) Assert.Contains($"'n{twice}' stands twice", parsed.Fault!.Message);
        }, iter: 300);
    }

    [Fact]
    public void Agrees_with_the_document_reader_on_mutilated_bodies()
    {
        var source = Encoding.UTF8.GetBytes(SampleEvents.Guide);
        var strict = new JsonDocumentOptions { MaxDepth = 32 };
        Gen.Select(Gen.Int[0, source.Length - 1], Gen.Byte).Array[1, 3].Sample(edits =>
        {
            var body = source.ToArray();
            foreach (var (at, value) in edits) body[at] = value;
            if (!System.Text.Unicode.Utf8.IsValid(body)) return;
            var isJson = true;
            try
            {
                JsonDocument.Parse(body, strict).Dispose();
            }
            catch (JsonException)
            {
                isJson = false;
            }

            if (isJson) Assert.NotEqual(default, RequestParser.OfThread.ReadSingle(body, Rules));
            else Assert.ThrowsAny<JsonException>(() => RequestParser.OfThread.ReadSingle(body, Rules));
        }, iter: 2_000);
    }

    private static Gen<string> Quoted(Gen<string> text) => text.Select(t => JsonSerializer.Serialize(t));

    private static Gen<string[]> Members(Gen<string> value) =>
        Gen.Select(Text, value).Array[0, 6].Select(pairs => pairs
            .DistinctBy(pair => pair.Item1)
            .Select(pair => JsonSerializer.Serialize(pair.Item1) + ": " + pair.Item2).ToArray());

    private static bool IsReserved(string member) => member.StartsWith("\"type\"", StringComparison.Ordinal);

    private static string Utf8(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text);
}
