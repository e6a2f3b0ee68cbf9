namespace Phoenix.System.Tests;

/// <summary>A test that runs a program of this machine; where it is missing the test is skipped, and says so.</summary>
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(string program)
    {
        Program = program;
        if (!Programs.IsInstalled(program)) Skip = $"{program} is not installed: what is written for it was not run";
    }

    public string Program { get; }
}
