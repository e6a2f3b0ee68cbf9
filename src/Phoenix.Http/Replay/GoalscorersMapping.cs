using System.Globalization;
using System.Text.Json;
using Phoenix.Http.CommandLine;

namespace Phoenix.Http.Replay;

/// <summary>
/// A row of the public table of international football goals → <c>goal.scored</c> with the scorer as user. Rows whose
/// scorer is <c>NA</c> are skipped. The table has identical rows, so the line number is part of the event's id.
/// </summary>
public sealed class GoalscorersMapping : ICsvMapping
{
    private readonly CsvHeader _header;
    private readonly string _fileHash;
    private readonly int _date, _home, _away, _team, _scorer, _minute, _ownGoal, _penalty;

    /// <summary>Takes the header and the file's hash in hex.</summary>
    /// <exception cref="UsageException">A column of the table is missing.</exception>
    public GoalscorersMapping(CsvHeader header, string fileHash)
    {
        (_header, _fileHash) = (header, fileHash);
        _date = header.PositionOf("date");
        _home = header.PositionOf("home_team");
        _away = header.PositionOf("away_team");
        _team = header.PositionOf("team");
        _scorer = header.PositionOf("scorer");
        _minute = header.PositionOf("minute");
        _ownGoal = header.PositionOf("own_goal");
        _penalty = header.PositionOf("penalty");
    }

    /// <inheritdoc />
    public ReplayItem Map(CsvRow row)
    {
        if (_header.FaultOf(row) is { } fault) return ReplayItem.Faulty(row.Line, fault);
        var fields = row.Fields;
        if (fields[_scorer] == "NA") return ReplayItem.Skip(row.Line);
        if (!CsvTime.IsDate(fields[_date]))
            return ReplayItem.Faulty(row.Line, $"date is '{fields[_date]}', it must be yyyy-MM-dd");
        if (!bool.TryParse(fields[_ownGoal], out var ownGoal))
            return ReplayItem.Faulty(row.Line, $"own_goal is '{fields[_ownGoal]}', it must be TRUE or FALSE");
        if (!bool.TryParse(fields[_penalty], out var penalty))
            return ReplayItem.Faulty(row.Line, $"penalty is '{fields[_penalty]}', it must be TRUE or FALSE");
        return ReplayItem.Of(row.Line, EventJson.Write(json => WriteGoal(json, row, ownGoal, penalty)));
    }

    private void WriteGoal(Utf8JsonWriter json, CsvRow row, bool ownGoal, bool penalty)
    {
        var fields = row.Fields;
        json.WriteString("event_id", EventJson.IdOf(_fileHash, row.Line));
        json.WriteString("type", "goal.scored");
        json.WriteStartObject("actor");
        json.WriteString("user_id", fields[_scorer]);
        json.WriteStartObject("metadata");
        json.WriteString("team", fields[_team]);
        json.WriteEndObject();
        json.WriteEndObject();
        json.WriteStartObject("subject");
        json.WriteString("type", "match");
        json.WriteString("id", $"{fields[_date]} {fields[_home]} - {fields[_away]}");
        json.WriteEndObject();
        // The table knows the day only: the minute of the match is no time of the day.
        json.WriteString("occurred_at", CsvTime.StartOf(fields[_date]));
        json.WriteStartObject("attrs");
        json.WriteString("team", fields[_team]);
        json.WriteString("home_team", fields[_home]);
        json.WriteString("away_team", fields[_away]);
        if (int.TryParse(fields[_minute], NumberStyles.None, CultureInfo.InvariantCulture, out var minute))
            json.WriteNumber("minute", minute);
        json.WriteBoolean("own_goal", ownGoal);
        json.WriteBoolean("penalty", penalty);
        json.WriteEndObject();
    }
}
