namespace Phoenix.Http.Replay;

/// <summary>How a file of events is written.</summary>
public enum ReplayFormat
{
    /// <summary>RFC 4180 with a header row, UTF-8.</summary>
    Csv,

    /// <summary>One JSON event a line, UTF-8.</summary>
    Ndjson,
}
