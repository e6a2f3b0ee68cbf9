using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Phoenix.Http.CommandLine;

namespace Phoenix.Http.Replay;

/// <summary>
/// Any CSV with a column for the user and one for the time. All columns become <c>attrs</c>: what is a JSON number
/// (so <c>007</c> is not) or true/false in any case keeps that type, all else is a string, an empty cell is left out.
/// </summary>
public sealed partial class ColumnMapping : ICsvMapping
{
    private readonly CsvHeader _header;
    private readonly ColumnNames _names;
    private readonly string _fileHash;
    private readonly int _user, _time;
    private readonly int? _id;

    /// <summary>Takes the header, the names as given and the file's hash in hex.</summary>
    /// <exception cref="UsageException">A named column is missing.</exception>
    public ColumnMapping(CsvHeader header, ColumnNames names, string fileHash)
    {
        (_header, _names, _fileHash) = (header, names, fileHash);
        _user = header.PositionOf(names.User);
        _time = header.PositionOf(names.Time);
        _id = names.Id is null ? null : header.PositionOf(names.Id);
    }

    /// <inheritdoc />
    public ReplayItem Map(CsvRow row)
    {
        if (_header.FaultOf(row) is { } fault) return ReplayItem.Faulty(row.Line, fault);
        return ReplayItem.Of(row.Line, EventJson.Write(json => WriteEvent(json, row)));
    }

    private void WriteEvent(Utf8JsonWriter json, CsvRow row)
    {
        json.WriteString("event_id", _id is { } id ? row.Fields[id] : EventJson.IdOf(_fileHash, row.Line));
        json.WriteString("type", _names.Type);
        json.WriteStartObject("actor");
        json.WriteString("user_id", row.Fields[_user]);
        json.WriteEndObject();
        json.WriteString("occurred_at", TimeOf(row.Fields[_time]));
        json.WriteStartObject("attrs");
        for (var i = 0; i < row.Fields.Length; i++) WriteAttribute(json, _header.Names[i], row.Fields[i]);
        json.WriteEndObject();
    }

    private static void WriteAttribute(Utf8JsonWriter json, string name, string value)
    {
        if (value.Length == 0) return;
        json.WritePropertyName(name);
        if (bool.TryParse(value, out var truth)) json.WriteBooleanValue(truth);
        else if (IsNumber(value)) json.WriteRawValue(value);
        else json.WriteStringValue(value);
    }

    private static string TimeOf(string value) =>
        CsvTime.IsDate(value) ? CsvTime.StartOf(value) : value;

    // A number outside binary64 would fail the event; as a string it is harmless.
    private static bool IsNumber(string value) => JsonNumber().IsMatch(value)
        && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
        && double.IsFinite(number);

    [GeneratedRegex(@"\A-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?\z")]
    private static partial Regex JsonNumber();
}
