namespace Phoenix.Http.Replay;

/// <summary>One record of a CSV file.</summary>
/// <param name="Line">The line on which the record begins; the file's first is 1.</param>
/// <param name="Fields">Its fields, unquoted.</param>
public readonly record struct CsvRow(long Line, string[] Fields);
