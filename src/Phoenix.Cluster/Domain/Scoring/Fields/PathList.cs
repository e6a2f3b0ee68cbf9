using Phoenix.Messages.Leaderboards;

namespace Phoenix.Cluster.Domain.Scoring.Fields;

/// <summary>The paths that one board reads, and the elements it looks for in arrays, each once.</summary>
/// <remarks>A board's code knows them by their place here, so that it is compiled without knowing the plan.</remarks>
internal sealed class PathList
{
    private readonly Dictionary<string, int> _byPath = new(StringComparer.Ordinal);
    private readonly List<string> _paths = [];
    private readonly List<(int Path, Scalar Element)> _members = [];

    public IReadOnlyList<string> Paths => _paths;
    public IReadOnlyList<(int Path, Scalar Element)> Members => _members;

    /// <summary>The place of <paramref name="path"/>, which is added where it is new.</summary>
    public int Add(string path)
    {
        if (_byPath.TryGetValue(path, out var known)) return known;
        if (FieldPath.FaultOf(path) is { } fault) throw new ArgumentException($"'{path}': {fault}.", nameof(path));
        _byPath.Add(path, _paths.Count);
        _paths.Add(path);
        return _paths.Count - 1;
    }

    /// <summary>The place of the question whether the array at a path has <paramref name="element"/>.</summary>
    public int AddMember(int path, Scalar element)
    {
        _members.Add((path, element));
        return _members.Count - 1;
    }
}
