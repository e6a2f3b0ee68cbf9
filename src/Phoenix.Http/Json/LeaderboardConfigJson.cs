using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Limits;

namespace Phoenix.Http.Json;

/// <summary>A leaderboard's config between its public JSON and the engine's form, every default filled in.</summary>
/// <remarks>
/// Reading is strict: unknown and missing fields, wrong types and values out of range are all noted with their paths.
/// What needs knowledge beyond the shape (expressions, paths, time zones, calendars) the engine checks and refuses.
/// </remarks>
public static class LeaderboardConfigJson
{
    private const string Every = "every";

    /// <summary>Reads the config at <paramref name="path"/>; null where anything was wrong, and noted.</summary>
    /// <param name="element">From a document that <see cref="JsonInspection"/> has passed.</param>
    public static LeaderboardConfig? Read(JsonElement element, string path, FieldErrors errors)
    {
        var before = errors.Count;
        var config = JsonFields.Open(element, path, errors, "scope", "timeframe", "scoring", "ranking");
        var scope = config.Object("scope", "filters");
        var filters = PredicateJson.Read(scope.Value("filters"), scope.PathOf("filters"), errors);
        var timeframe = ReadTimeframe(config);
        var scoring = ReadScoring(config, errors);
        var ranking = ReadRanking(config);
        return errors.Count == before ? new LeaderboardConfig(filters, timeframe, scoring, ranking) : null;
    }

    /// <summary>Writes the config as an object, every default shown; a custom timeframe's fields only there.</summary>
    public static void Write(Utf8JsonWriter json, LeaderboardConfig config)
    {
        json.WriteStartObject();
        json.WriteStartObject("scope"u8);
        json.WritePropertyName("filters"u8);
        PredicateJson.Write(json, config.Filters);
        json.WriteEndObject();
        json.WritePropertyName("timeframe"u8);
        WriteTimeframe(json, config.Timeframe);
        json.WritePropertyName("scoring"u8);
        WriteScoring(json, config.Scoring);
        json.WritePropertyName("ranking"u8);
        WriteRanking(json, config.Ranking);
        json.WriteEndObject();
    }

    private static TimeframeConfig ReadTimeframe(JsonFields config)
    {
        var fields = config.RequiredObject("timeframe", "type", "timezone", "reset_day", "reset_time",
            "reset_day_of_month", "grace_seconds", "start", "end", Every);
        var type = fields.Choice("type", ConfigNames.Timeframes, required: true);
        var defaults = TimeframeConfig.Of(type ?? TimeframeType.AllTime);
        var timeframe = new TimeframeConfig(
            defaults.Type,
            fields.Text("timezone") ?? defaults.Timezone,
            fields.Choice("reset_day", ConfigNames.Days) ?? defaults.ResetDay,
            ReadMinuteOfDay(fields, "reset_time") ?? defaults.ResetMinuteOfDay,
            fields.WholeNumber("reset_day_of_month", 1, 28) ?? defaults.ResetDayOfMonth,
            fields.WholeNumber("grace_seconds", -1, int.MaxValue) ?? defaults.GraceSeconds,
            ReadTime(fields, "start"),
            ReadTime(fields, "end"),
            fields.Text(Every));
        if (type == TimeframeType.Custom) CheckCustom(fields);
        else if (type is not null) CheckNotCustom(fields);
        return timeframe;
    }

    private static void CheckCustom(JsonFields fields)
    {
        fields.RequiredValue("start");
        if (fields.Value("end") is null == fields.Value(Every) is null)
        {
            fields.Fail("end", "or every: exactly one of them is required for a custom timeframe");
        }
    }

    private static void CheckNotCustom(JsonFields fields)
    {
        ReadOnlySpan<string> names = ["start", "end", Every];
        foreach (var name in names)
        {
            if (fields.Value(name) is not null) fields.Fail(name, "is for a custom timeframe only");
        }
    }

    private static int? ReadMinuteOfDay(JsonFields fields, string name)
    {
        var text = fields.Text(name);
        if (text is null) return null;
        if (text.Length == 5 && TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture,
            DateTimeStyles.None, out var time))
        {
            return time.Hour * 60 + time.Minute;
        }
        fields.Fail(name, "must be a time of day as HH:MM, from 00:00 to 23:59");
        return null;
    }

    private static long? ReadTime(JsonFields fields, string name)
    {
        var text = fields.Text(name);
        if (text is null) return null;
        if (TimeJson.TryParse(text, out var microseconds)) return microseconds;
        fields.Fail(name, "must be an RFC 3339 time with an offset, e.g. 2025-11-18T12:00:00Z");
        return null;
    }

    private static ScoringConfig ReadScoring(JsonFields config, FieldErrors errors)
    {
        var fields = config.RequiredObject("scoring", "rules", "aggregation");
        var aggregation = fields.Choice("aggregation", ConfigNames.Aggregations) ?? Aggregation.Sum;
        var rules = new List<ScoringRule>();
        if (fields.RequiredValue("rules") is not { } given) return new ScoringConfig(rules, aggregation);
        if (given.ValueKind != JsonValueKind.Array || given.GetArrayLength() is 0 or > ContractLimits.RulesMax)
        {
            fields.Fail("rules", $"must be an array of 1 to {ContractLimits.RulesMax} rules");
            return new ScoringConfig(rules, aggregation);
        }
        foreach (var rule in given.EnumerateArray())
        {
            rules.Add(ReadRule(rule, $"{fields.PathOf("rules")}[{rules.Count}]", aggregation, errors));
        }
        return new ScoringConfig(rules, aggregation);
    }

    private static ScoringRule ReadRule(JsonElement rule, string path, Aggregation aggregation, FieldErrors errors)
    {
        var fields = JsonFields.Open(rule, path, errors, "event_type", "conditions", "points_expression");
        var type = fields.RequiredText("event_type");
        if (type is not null && !IdText.IsEventText(Encoding.UTF8.GetBytes(type)))
        {
            fields.Fail("event_type", $"must have 1 to {IdText.EventTextCodePointsMax} characters, none control");
        }
        var conditions = PredicateJson.Read(fields.Value("conditions"), fields.PathOf("conditions"), errors);
        var points = aggregation == Aggregation.Count
            ? fields.Text("points_expression") : fields.RequiredText("points_expression");
        return new ScoringRule(type ?? "", conditions, points);
    }

    private static RankingConfig ReadRanking(JsonFields config)
    {
        var fields = config.Object("ranking", "method", "size", "min_score", "max_score", "ties", "tie_breaker");
        var defaults = RankingConfig.Default;
        var method = fields.Choice("method", ConfigNames.Methods) ?? defaults.Method;
        var size = fields.WholeNumber("size", 1, ContractLimits.BoardSizeMax);
        // Here alone null is a value: no limit.
        if (size is null && !fields.IsGiven("size")) size = defaults.Size;
        var isDescending = method == RankingMethod.ScoreDesc;
        var (limit, other) = isDescending ? ("min_score", "max_score") : ("max_score", "min_score");
        if (fields.Value(other) is not null)
        {
            fields.Fail(other, $"does not go with {ConfigNames.Methods.NameOf(method)}; use {limit}");
        }
        return new RankingConfig(
            method,
            size,
            ReadScore(fields, limit),
            fields.Choice("ties", ConfigNames.Ties) ?? defaults.Ties,
            fields.Choice("tie_breaker", ConfigNames.TieBreakers) ?? defaults.TieBreaker);
    }

    private static long? ReadScore(JsonFields fields, string name)
    {
        if (fields.Value(name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.Number
            && ScoreJson.TryParse(JsonMarshal.GetRawUtf8Value(value), out var millionths))
        {
            return millionths;
        }
        fields.Fail(name, "must be a number with at most 6 decimal places within ±9223372036854.775807");
        return null;
    }

    private static void WriteTimeframe(Utf8JsonWriter json, TimeframeConfig timeframe)
    {
        json.WriteStartObject();
        json.WriteString("type"u8, ConfigNames.Timeframes.NameOf(timeframe.Type));
        json.WriteString("timezone"u8, timeframe.Timezone);
        json.WriteString("reset_day"u8, ConfigNames.Days.NameOf(timeframe.ResetDay));
        var (hour, minute) = Math.DivRem(timeframe.ResetMinuteOfDay, 60);
        json.WriteString("reset_time"u8, string.Create(CultureInfo.InvariantCulture, $"{hour:00}:{minute:00}"));
        json.WriteNumber("reset_day_of_month"u8, timeframe.ResetDayOfMonth);
        json.WriteNumber("grace_seconds"u8, timeframe.GraceSeconds);
        if (timeframe.StartUs is { } start)
        {
            json.WritePropertyName("start"u8);
            TimeJson.Write(json, start);
        }
        if (timeframe.EndUs is { } end)
        {
            json.WritePropertyName("end"u8);
            TimeJson.Write(json, end);
        }
        if (timeframe.Every is not null) json.WriteString(Every, timeframe.Every);
        json.WriteEndObject();
    }

    private static void WriteScoring(Utf8JsonWriter json, ScoringConfig scoring)
    {
        json.WriteStartObject();
        json.WriteStartArray("rules"u8);
        foreach (var rule in scoring.Rules)
        {
            json.WriteStartObject();
            json.WriteString("event_type"u8, rule.EventType);
            json.WritePropertyName("conditions"u8);
            PredicateJson.Write(json, rule.Conditions);
            json.WriteString("points_expression"u8, rule.PointsExpression);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteString("aggregation"u8, ConfigNames.Aggregations.NameOf(scoring.Aggregation));
        json.WriteEndObject();
    }

    private static void WriteRanking(Utf8JsonWriter json, RankingConfig ranking)
    {
        json.WriteStartObject();
        json.WriteString("method"u8, ConfigNames.Methods.NameOf(ranking.Method));
        if (ranking.Size is { } size) json.WriteNumber("size"u8, size);
        else json.WriteNull("size"u8);
        json.WritePropertyName(ranking.Method == RankingMethod.ScoreDesc ? "min_score"u8 : "max_score"u8);
        if (ranking.ScoreLimitMillionths is { } limit) ScoreJson.Write(json, limit);
        else json.WriteNullValue();
        json.WriteString("ties"u8, ConfigNames.Ties.NameOf(ranking.Ties));
        json.WriteString("tie_breaker"u8, ConfigNames.TieBreakers.NameOf(ranking.TieBreaker));
        json.WriteEndObject();
    }
}
