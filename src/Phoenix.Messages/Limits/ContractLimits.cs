namespace Phoenix.Messages.Limits;

/// <summary>The fixed limits of the public contract. What an operator may change is in the options instead.</summary>
public static class ContractLimits
{
    public const int BodyBytesMax = 1_048_576;
    public const int BulkEventsMax = 100;
    public const int JsonDepthMax = 32;
    public const int FutureSecondsMax = 3_600;
    public const int PageSizeMax = 1_000;
    public const int RulesMax = 32;
    public const int ExpressionLengthMax = 1_024;
    public const int ExpressionNodesMax = 256;
    public const int ExpressionDepthMax = 32;
    public const int BoardSizeMax = 100_000;
    public const int DedupeWindowSecondsMin = 1;
    public const int DedupeWindowSecondsMax = 86_400;

    /// <summary>A journal row is closed on reaching this many events (a request always fits whole).</summary>
    public const int RowEventsMax = 2_000;

    /// <summary>… or this many bytes of events.</summary>
    public const int RowBytesMax = 1_048_576;
}
