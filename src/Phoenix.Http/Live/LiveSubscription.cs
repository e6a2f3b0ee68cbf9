using Akka;
using Akka.Streams;
using Akka.Streams.Dsl;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Live;

/// <summary>What a socket watches now: its own stream from the view's broadcast, with one slot in which a newer frame
/// takes the place of an older.</summary>
/// <param name="view">As the client asked for it.</param>
internal sealed class LiveSubscription(LiveAttachment attachment, LiveView view)
{
    private UniqueKillSwitch? _stream;

    public LiveView View => view;
    public ViewFeed Feed => attachment.Feed!;
    public ViewFrame FirstFrame => attachment.Frame!;

    /// <summary>The number of the last frame that the client has.</summary>
    public long SentNumber { get; set; }

    /// <summary>Runs the stream. <paramref name="send"/> gets one frame at a time.</summary>
    /// <returns>Completes when the broadcast has ended, or <see cref="End"/> was called.</returns>
    public Task Run(IMaterializer materializer, Func<LiveSubscription, ViewFrame, Task<Done>> send)
    {
        var (stream, ended) = Feed.Source!
            .ViaMaterialized(KillSwitches.Single<ViewFrame>(), Keep.Right)
            .Conflate(static (_, newer) => newer)
            .SelectAsync(1, frame => send(this, frame))
            .ToMaterialized(Sink.Ignore<Done>(), Keep.Both)
            .Run(materializer);
        _stream = stream;
        return ended;
    }

    public void End()
    {
        _stream?.Shutdown();
        attachment.Detach();
    }
}
