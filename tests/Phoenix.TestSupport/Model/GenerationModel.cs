using Phoenix.Cluster.Storage;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.TestSupport.Model;

/// <summary>What a board shows behind the last row of a log, generations and all, as a plain fold written apart from
/// the engine's.</summary>
public static class GenerationModel
{
    public static ModelBoard Of(IReadOnlyList<LogRow> log, LeaderboardId board)
    {
        var activated = log.LastOrDefault(r => r.Event is GenerationActivated e && e.Definition.LeaderboardId == board);
        if (activated.Event is not GenerationActivated activation)
            return log.Aggregate(new ReferenceModel(), (m, r) => m.Apply(r.Position, r.Event)).Boards[board];
        var asking = log.First(r => r.Event is BackfillRequested e && e.Asked.LeaderboardId == board
            && e.Generation == activation.Generation);
        var asked = (BackfillRequested)asking.Event;
        var status = log.Where(r => r.Position < asked.Origin).Select(r => DefinedOf(r, board)).LastOrDefault(
            d => d is not null)?.Status ?? LeaderboardStatus.Active;
        var model = new ModelBoard();
        model.Define(asked.Asked with { Status = status }, 0);
        foreach (var row in log.Where(r => r.Position >= asked.Origin))
        {
            model.AdvanceTo(row.Event.AcceptedAtUs);
            switch (row.Event)
            {
                case EventsAccepted events:
                    foreach (var record in events.Events) model.Score(record, row.Position);
                    break;
                case LeaderboardDefined when row.Position < asking.Position && DefinedOf(row, board) is { } former:
                    model.Define(model.Definition! with { Status = former.Status }, row.Position);
                    break;
                case GenerationDefined e when IsOf(e.Definition, e.Generation):
                    model.Define(e.Definition, row.Position);
                    break;
                case GenerationActivated e when IsOf(e.Definition, e.Generation):
                    foreach (var window in model.Windows) window.Sequence = row.Position;
                    break;
                case LeaderboardDefined when row.Position > activated.Position && DefinedOf(row, board) is { } later:
                    model.Define(later, row.Position);
                    break;
            }
            model.AdvanceTo(row.Event.AcceptedAtUs);
        }
        return model;

        bool IsOf(LeaderboardDefinition definition, int generation) =>
            definition.LeaderboardId == board && generation == activation.Generation;
    }

    private static LeaderboardDefinition? DefinedOf(LogRow row, LeaderboardId board) =>
        row.Event is LeaderboardDefined e && e.Definition.LeaderboardId == board ? e.Definition : null;
}
