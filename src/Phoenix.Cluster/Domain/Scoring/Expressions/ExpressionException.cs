namespace Phoenix.Cluster.Domain.Scoring.Expressions;

/// <summary>An expression that cannot be saved; the message names the column where there is one.</summary>
internal sealed class ExpressionException : Exception
{
    public ExpressionException(string message) : base(message) { }

    /// <param name="column">1-based, in characters (UTF-16 units).</param>
    public ExpressionException(int column, string message)
        : base(FormattableString.Invariant($"column {column}: {message}")) { }
}
