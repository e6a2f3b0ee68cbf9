namespace Phoenix.Http.Replay;

/// <summary>Which columns of a CSV make an event.</summary>
/// <param name="Type">The type that every event gets.</param>
/// <param name="User">The column of the user's id.</param>
/// <param name="Time">The column of the time: RFC 3339, or a date, which means 00:00 UTC.</param>
/// <param name="Id">The column of the event's id; null: made of the file's hash and the line number.</param>
public sealed record ColumnNames(string Type, string User, string Time, string? Id);
