namespace Phoenix.Cluster.Retention;

/// <summary>How long things are kept (<c>Phoenix:Retention</c>). Days, 0–36,500; 0: for ever.</summary>
public sealed class RetentionOptions
{
    public const string Section = "Phoenix:Retention";

    /// <summary>Rows of the log that are older, and that nothing needs, are deleted. Default 0.</summary>
    public int LogDays { get; set; }

    /// <summary>The final standings of windows that ended longer ago are deleted. Default 0.</summary>
    public int HistoryDays { get; set; }
}
