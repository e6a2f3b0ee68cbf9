namespace Phoenix.Http.Replay;

/// <summary>Turns the rows of one CSV file, whose header it knows, into events.</summary>
public interface ICsvMapping
{
    /// <summary>What the row comes to. Never throws for what a row holds.</summary>
    ReplayItem Map(CsvRow row);
}
