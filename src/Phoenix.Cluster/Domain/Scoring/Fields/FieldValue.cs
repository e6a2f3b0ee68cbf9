namespace Phoenix.Cluster.Domain.Scoring.Fields;

/// <summary>What one path has in the event at hand; its text and its JSON are spans, never copies.</summary>
internal struct FieldValue
{
    public FieldKind Kind;
    public FieldSource Source;

    /// <summary>The number; 1 or 0 for a boolean; NaN for all else, so that arithmetic needs no kind.</summary>
    public double Number;

    public int TextStart;
    public int TextLength;
    public int JsonStart;
    public int JsonLength;

    public static FieldValue Missing => new() { Number = double.NaN };
}
