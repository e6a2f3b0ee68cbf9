namespace Phoenix.System.Tests.Faults;

/// <summary>What of the machine a run has for itself, and so which faults it can do.</summary>
internal sealed class FaultPlace : IAsyncDisposable
{
    private readonly List<string> _lacks = [];

    private FaultPlace(FaultNetwork? network, FaultDisk? disk, FaultClocks? clocks) =>
        (Network, Disk, Clocks) = (network, disk, clocks);

    public FaultNetwork? Network { get; }

    public FaultDisk? Disk { get; }

    public FaultClocks? Clocks { get; }

    /// <summary>What can't be done here, and why.</summary>
    public IReadOnlyList<string> Lacks => _lacks;

    public static async Task<FaultPlace> CreateAsync(int nodes)
    {
        var (network, noNetwork) = await FaultNetwork.TryCreateAsync(nodes);
        var (disk, noDisk) = await FaultDisk.TryCreateAsync();
        var (clocks, noClocks) = await FaultClocks.TryCreateAsync();
        var place = new FaultPlace(network, disk, clocks);
        if (noNetwork is not null) place._lacks.Add($"no cuts: {noNetwork}");
        if (noDisk is not null) place._lacks.Add($"no full disk: {noDisk}");
        if (noClocks is not null) place._lacks.Add($"no wrong clocks: {noClocks}");
        return place;
    }

    public bool CanDo(FaultKind kind) => kind switch
    {
        FaultKind.CutFromNodes or FaultKind.CutFromNodesOneWay or FaultKind.CutIntoIslands
            or FaultKind.CutFromDatabase or FaultKind.CutFromAll => Network is not null,
        FaultKind.ClockSkew or FaultKind.ClockStep => Clocks is not null,
        FaultKind.DiskFull => Disk is not null,
        _ => true,
    };

    public async ValueTask DisposeAsync()
    {
        if (Network is not null) await Network.DisposeAsync();
        if (Disk is not null) await Disk.DisposeAsync();
        Clocks?.Dispose();
    }
}
