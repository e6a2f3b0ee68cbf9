using System.Net.WebSockets;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Leaderboards;

namespace Phoenix.Http.Live;

/// <summary>One client's connection: what it watches, what it says, what it is sent.</summary>
/// <remarks>
/// One message at a time is sent, by whoever has the turn. Frames come by the subscription's stream, which waits for
/// the turn with one frame; answers come from the receiving loop, which reads nothing more meanwhile. So a client that
/// doesn't read costs one frame and one answer, and nobody else anything.
/// </remarks>
internal sealed partial class LiveSocket : ILiveListener
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromSeconds(1);

    private readonly WebSocket _socket;
    private readonly LiveRequest _request;
    private readonly TimeSpan _lifetime;
    private readonly long _openedStamp;
    private readonly Action _abort;
    private readonly LiveServices _services;
    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _ended = new();
    private LiveView _view;
    private int _comesAgain;

    // Changed under the turn, as all that the client was shown.
    private LiveSubscription? _subscription;

    /// <param name="lifetime">How long the token is good yet. It is measured: no step of the clock ends it.</param>
    /// <param name="abort">Cuts the connection off.</param>
    public LiveSocket(
        WebSocket socket, LiveRequest request, TimeSpan lifetime, Action abort, LiveServices services)
    {
        (_socket, _request, _lifetime, _abort) = (socket, request, lifetime, abort);
        (_services, _time, _view) = (services, services.Time, request.View);
        _rate = new InboundRate(_time);
        _openedStamp = _sentStamp = _time.GetTimestamp();
    }

    /// <summary>Serves the client until the connection ends.</summary>
    public async Task RunAsync()
    {
        _services.Sockets.Add(this);
        _services.Instruments.OnOpened();
        try
        {
            if (await WatchAsync(_view, _request.Resume) is { } refusal)
            {
                await SendAsync(LiveJson.Error(refusal));
                if (refusal.Code == ErrorCode.Unavailable) _ = WatchAgainAsync(null);
            }
            await ReceiveAsync();
        }
        catch (Exception e) when (IsOfBrokenConnection(e))
        {
            // There is nobody left to tell; and whoever has the turn gives it back, for its sending fails.
            _abort();
        }
        finally
        {
            await EndAsync();
        }
    }

    private async Task EndAsync()
    {
        await _ended.CancelAsync();
        _services.Sockets.Remove(this);
        _services.Instruments.OnEnded();
        await _turn.WaitAsync();
        _subscription?.End();
        _turn.Release();
    }

    /// <summary>Watches a view from now on, and shows it; the result is why not, or null. What was watched before goes
    /// on where the new view can't be served.</summary>
    private async Task<Refusal?> WatchAsync(LiveView view, long? resume)
    {
        LiveAttachment attachment;
        do
        {
            attachment = Attachment(view.Normal(), isOneOff: false);
            if (await _services.Hubs.AttachAsync(attachment) is { } refusal) return refusal;
        }
        while (!await TakeTurnAsync(attachment));
        try
        {
            _view = view;
            var former = Switch(attachment, view);
            var isSameKey = former is not null && former.View.WindowKey == view.WindowKey;
            await ShowFirstAsync(_subscription!, resume, mayHaveRolled: isSameKey, isAgain: false);
        }
        finally
        {
            _turn.Release();
        }
        return null;
    }

    /// <summary>Comes again to the view whose stream has ended, or that could not be watched at first, until it can be,
    /// or another is watched.</summary>
    private async Task WatchAgainAsync(LiveSubscription? lost)
    {
        if (Interlocked.Exchange(ref _comesAgain, 1) != 0) return;
        try
        {
            while (!_ended.IsCancellationRequested && _subscription == lost)
            {
                var attachment = Attachment(_view.Normal(), isOneOff: false);
                if (await _services.Hubs.AttachAsync(attachment) is not null)
                    await Task.Delay(RetryPause, _time, _ended.Token);
                else if (await TakeTurnAsync(attachment))
                {
                    await SwitchAgainAsync(lost, attachment);
                    return;
                }
            }
        }
        catch (Exception e)
        {
            if (!IsOfBrokenConnection(e)) LogFault(_services.Log, e, _request.Tenant.Value, _request.Leaderboard.Value);
            _abort();
        }
        finally
        {
            Volatile.Write(ref _comesAgain, 0);
        }
    }

    /// <summary>Takes the turn, to show what the attachment brought. False, and the turn is given back: what is watched
    /// until now has been shown further on meanwhile, so the view is to be fetched again.</summary>
    private async Task<bool> TakeTurnAsync(LiveAttachment attachment)
    {
        await _turn.WaitAsync();
        if (attachment.Frame!.State.Position >= _position) return true;
        _turn.Release();
        attachment.Detach();
        return false;
    }

    /// <summary>Under the turn, which it gives back.</summary>
    private async Task SwitchAgainAsync(LiveSubscription? lost, LiveAttachment attachment)
    {
        try
        {
            if (_subscription != lost || _ended.IsCancellationRequested) attachment.Detach();
            else
            {
                Switch(attachment, _view);
                await ShowFirstAsync(_subscription!, null, mayHaveRolled: lost is not null, isAgain: lost is not null);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Puts a new subscription in the present one's place, and returns that. Under the turn.</summary>
    private LiveSubscription? Switch(LiveAttachment attachment, LiveView view)
    {
        var former = _subscription;
        var subscription = new LiveSubscription(attachment, view);
        _subscription = subscription;
        former?.End();
        // It runs before the first frame is sent, so that no frame falls between; it waits for the turn.
        subscription.Run(_services.Hubs.Materializer!, SendFrameAsync).ContinueWith(
            _ => WatchAgainAsync(subscription), TaskScheduler.Default);
        return former;
    }

    private LiveAttachment Attachment(LiveView view, bool isOneOff) => new(
        _request.Tenant, _request.Leaderboard, view, Volatile.Read(ref _position), isOneOff, this);

    [LoggerMessage(
        EventId = 1040, Level = LogLevel.Error,
        Message = "A live socket of {Tenant}/{Leaderboard} failed; it is cut off")]
    private static partial void LogFault(ILogger logger, Exception exception, string tenant, string leaderboard);

    private static bool IsOfBrokenConnection(Exception exception) =>
        exception is WebSocketException or IOException or ObjectDisposedException or OperationCanceledException;
}
