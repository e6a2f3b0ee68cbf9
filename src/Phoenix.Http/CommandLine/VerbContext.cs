namespace Phoenix.Http.CommandLine;

/// <summary>What a verb runs with.</summary>
/// <param name="Arguments">Its options.</param>
/// <param name="Operands">What was typed behind its name, as many as it asks for.</param>
/// <param name="Output">Takes the result.</param>
/// <param name="Environment">A variable's value by its name.</param>
internal sealed record VerbContext(
    Arguments Arguments, IReadOnlyList<string> Operands, TextWriter Output, Func<string, string?> Environment,
    TimeProvider Time, CancellationToken Cancellation);
