using System.Text.Json;
using Phoenix.Http.Json;
using Phoenix.Http.Query;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Admin;

/// <summary>What a config makes of an event, as callers see it.</summary>
internal static class DryRunJson
{
    public static void Write(Utf8JsonWriter json, ScoringExplanationReply reply)
    {
        json.WriteStartObject();
        json.WriteBoolean("matched"u8, reply.IsMatched);
        WritePoints(json, reply.PointsMillionths);
        json.WriteString("window_key"u8, reply.WindowKey);
        json.WriteString(
            "window_status"u8, reply.WindowStatus is { } status ? StandingsJson.NameOf(status) : "none");
        json.WriteStartArray("filters"u8);
        foreach (var filter in reply.Filters) WriteFilter(json, filter);
        json.WriteEndArray();
        json.WriteStartArray("rules"u8);
        foreach (var rule in reply.Rules) WriteRule(json, rule);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteFilter(Utf8JsonWriter json, FilterOutcome filter)
    {
        json.WriteStartObject();
        json.WriteString("path"u8, filter.Predicate.Path);
        json.WriteString("operator"u8, ConfigNames.Operators.NameOf(filter.Predicate.Operator));
        json.WritePropertyName("expected"u8);
        PredicateJson.WriteOperands(json, filter.Predicate);
        json.WritePropertyName("actual"u8);
        if (filter.ActualJson is { } actual) json.WriteRawValue(actual, skipInputValidation: true);
        else json.WriteNullValue();
        json.WriteBoolean("holds"u8, filter.Holds);
        json.WriteEndObject();
    }

    private static void WriteRule(Utf8JsonWriter json, RuleOutcome rule)
    {
        json.WriteStartObject();
        json.WriteNumber("index"u8, rule.Index);
        json.WriteBoolean("matched"u8, rule.IsMatched);
        json.WriteString("reason"u8, rule.Reason);
        WritePoints(json, rule.PointsMillionths);
        json.WriteEndObject();
    }

    private static void WritePoints(Utf8JsonWriter json, long millionths)
    {
        json.WritePropertyName("points"u8);
        ScoreJson.Write(json, millionths);
    }
}
