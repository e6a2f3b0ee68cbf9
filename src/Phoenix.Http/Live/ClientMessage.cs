using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Live;

/// <summary>What a client may say on its socket.</summary>
internal abstract record ClientMessage
{
    public sealed record Ping : ClientMessage;

    /// <summary>One page for once; what is null stays as it is watched.</summary>
    public sealed record RequestPage(int? Page, int? PageSize) : ClientMessage;

    /// <summary>Watch something else.</summary>
    /// <param name="Change">Makes the new view of the present one.</param>
    public sealed record Configure(Func<LiveView, LiveView> Change) : ClientMessage;
}
