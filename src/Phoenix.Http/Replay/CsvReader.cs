using System.Text;

namespace Phoenix.Http.Replay;

/// <summary>
/// Reads RFC 4180 records one by one: quoted fields, doubled quotes, line breaks inside quotes, LF or CRLF.
/// Blank lines are passed over. Holds one record at a time, of at most <see cref="RecordCharsMax"/> characters.
/// </summary>
public sealed class CsvReader(TextReader text)
{
    /// <summary>No event is larger than a request's body, so no record needs to be.</summary>
    public const int RecordCharsMax = 1_048_576;

    /// <summary>More fields than any table of events has; a file with more is something else.</summary>
    public const int FieldsMax = 1_000;

    private readonly StringBuilder _field = new();
    private readonly List<string> _fields = [];
    private long _line = 1;
    private long _recordLine = 1;
    private int _recordChars;

    /// <summary>The records in order.</summary>
    /// <exception cref="ReplayInputException">A quote out of place or never closed, or a limit passed.</exception>
    public IEnumerable<CsvRow> Read()
    {
        while (text.Peek() >= 0)
        {
            _recordLine = _line;
            _recordChars = 0;
            _fields.Clear();
            while (ReadField())
            {
            }

            if (_fields is [""]) continue;
            yield return new CsvRow(_recordLine, [.. _fields]);
        }
    }

    /// <summary>Reads one field and what ends it; true where another follows in the same record.</summary>
    private bool ReadField()
    {
        _field.Clear();
        var quoted = text.Peek() == '"';
        if (quoted) ReadQuoted();
        while (true)
        {
            var c = Next();
            if (c is ',' or '\n' or < 0)
            {
                if (_fields.Count == FieldsMax) throw Broken($"more than {FieldsMax} fields");
                _fields.Add(_field.ToString());
                return c == ',';
            }

            if (c == '\r' && text.Peek() is '\n' or < 0) continue;
            if (quoted) throw Broken("text after a closing quote");
            if (c == '"') throw Broken("a quote inside a field that does not begin with one");
            _field.Append((char)c);
        }
    }

    private void ReadQuoted()
    {
        Next();
        while (true)
        {
            var c = Next();
            if (c < 0) throw Broken("a quoted field is never closed");
            if (c == '"')
            {
                if (text.Peek() != '"') return;
                Next();
            }

            _field.Append((char)c);
        }
    }

    private int Next()
    {
        var c = text.Read();
        if (c == '\n') _line++;
        if (++_recordChars > RecordCharsMax) throw Broken($"a record of more than {RecordCharsMax} characters");
        return c;
    }

    private ReplayInputException Broken(string what) => new(_recordLine, what);
}
