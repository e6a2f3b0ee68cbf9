namespace Phoenix.Http.CommandLine;

/// <summary>One thing that <c>ops</c> can do.</summary>
/// <param name="Name">Its words, e.g. <c>cluster show</c>.</param>
/// <param name="Operands">What stands behind them, as the help shows it, e.g. <c>TENANT BOARD</c>; each word is
/// required, and so is each of what is typed there.</param>
/// <param name="Summary">One line of help.</param>
/// <param name="Options">Its own options, beside those that every verb of a node has.</param>
/// <param name="RunAsync">Does it; the result is the exit code.</param>
internal sealed record Verb(
    string Name, string Operands, string Summary, IReadOnlyList<VerbOption> Options,
    Func<VerbContext, Task<int>> RunAsync)
{
    /// <summary>Other names for it, such as those of Petabridge.Cmd.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>Does it talk to a node? Then it takes <c>--url</c>, <c>--api-key</c> and <c>--json</c> too.</summary>
    public bool AsksNode { get; init; } = true;

    /// <summary>What stands behind <see cref="Name"/>, word by word.</summary>
    public IReadOnlyList<string> OperandNames =>
        Operands.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Every option that it takes.</summary>
    public IReadOnlyList<VerbOption> AllOptions => AsksNode ? [.. Options, .. OpsClient.Options] : Options;
}
