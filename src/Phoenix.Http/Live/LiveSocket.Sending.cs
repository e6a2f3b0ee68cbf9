using System.Net.WebSockets;
using Akka;

namespace Phoenix.Http.Live;

/// <summary>What the client is sent. Sequences and positions never go back.</summary>
internal sealed partial class LiveSocket
{
    /// <summary>A client that nothing was sent to for this long gets a heartbeat.</summary>
    private static readonly TimeSpan HeartbeatInterval = TimeSpan.FromSeconds(15);

    /// <summary>A message that can't be sent for this long ends the connection.</summary>
    private static readonly TimeSpan StallMax = TimeSpan.FromSeconds(10);

    /// <summary>How long a closed client has to read on and to answer.</summary>
    private static readonly TimeSpan CloseMax = TimeSpan.FromSeconds(10);

    private static readonly Task<Done> IsDone = Task.FromResult(Done.Instance);

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private string? _windowKey;
    private long _sequence;
    private long _position;
    private long _asOfUs;
    private long _sentStamp;
    private long _sendingStamp;
    private long _closeStamp;
    private int _closeCode;

    /// <summary>The code that the connection is being closed with; 0: it is not.</summary>
    public int CloseCode => Volatile.Read(ref _closeCode);

    /// <inheritdoc/>
    public void Close(int code, string reason)
    {
        if (Interlocked.CompareExchange(ref _closeCode, code, 0) != 0) return;
        Volatile.Write(ref _closeStamp, _time.GetTimestamp());
        _services.Instruments.OnClosing(code);
        _ = CloseAsync(code, reason);
    }

    /// <summary>Looks after the connection; called several times a second.</summary>
    public void Check()
    {
        var sending = Volatile.Read(ref _sendingStamp);
        if (CloseCode != 0)
        {
            var closing = Volatile.Read(ref _closeStamp);
            if (closing != 0 && _time.GetElapsedTime(closing) >= CloseMax) _abort();
        }
        else if (_time.GetElapsedTime(_openedStamp) >= _lifetime)
            Close(CloseCodes.TokenExpired, "the token has expired");
        else if (sending != 0)
        {
            if (_time.GetElapsedTime(sending) >= StallMax) Close(CloseCodes.TryAgainLater, "the client does not read");
        }
        else if (_time.GetElapsedTime(Volatile.Read(ref _sentStamp)) >= HeartbeatInterval) _ = SendHeartbeatAsync();
    }

    private async Task CloseAsync(int code, string reason)
    {
        await Task.Yield();
        try
        {
            await _turn.WaitAsync();
            try
            {
                if (_socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
                    await _socket.CloseOutputAsync((WebSocketCloseStatus)code, reason, CancellationToken.None);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception e) when (IsOfBrokenConnection(e))
        {
            _abort();
        }
        finally
        {
            _closed.TrySetResult();
        }
    }

    /// <summary>One frame of the subscription's stream, which waits for the result.</summary>
    private Task<Done> SendFrameAsync(LiveSubscription subscription, ViewFrame frame)
    {
        if (frame.Number <= subscription.SentNumber || subscription != _subscription) return IsDone;
        return SendInTurnAsync(subscription, frame);
    }

    private async Task<Done> SendInTurnAsync(LiveSubscription subscription, ViewFrame frame)
    {
        try
        {
            await _turn.WaitAsync();
            try
            {
                if (subscription == _subscription) await ShowAsync(subscription, frame);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (Exception e) when (IsOfBrokenConnection(e))
        {
            _abort();
        }
        return Done.Instance;
    }

    /// <summary>Sends what leads to the frame: an update to who has the one before, else a snapshot. Under the
    /// turn.</summary>
    private async ValueTask ShowAsync(LiveSubscription subscription, ViewFrame frame)
    {
        var state = frame.State;
        if (frame.Number <= subscription.SentNumber) return;
        if (state.Position < _position)
        {
            // Overtaken by a page that was asked for: the view is fetched as it stands behind that.
            _ = WatchAgainAsync(subscription);
            return;
        }
        var update = frame.UpdateFrom(subscription.SentNumber);
        if (update is null) _services.Instruments.OnSkipped(frame.Number - subscription.SentNumber - 1);
        subscription.SentNumber = frame.Number;
        if (state.Refusal is { } refusal)
        {
            (_windowKey, _asOfUs) = (null, state.AsOfUs);
            await WriteAsync(LiveJson.Error(refusal));
            return;
        }
        if (state.WindowKey != _windowKey)
        {
            await WriteAsync(LiveJson.WindowChanged(state.WindowKey));
            update = null;
        }
        Note(state);
        await WriteAsync(update ?? frame.Snapshot);
    }

    /// <summary>The first frame of a subscription. Under the turn.</summary>
    private async ValueTask ShowFirstAsync(
        LiveSubscription subscription, long? resume, bool mayHaveRolled, bool isAgain)
    {
        var (frame, state) = (subscription.FirstFrame, subscription.FirstFrame.State);
        subscription.SentNumber = frame.Number;
        var isKnown = isAgain && state.WindowKey == _windowKey && state.Sequence == _sequence;
        if (state.Refusal is { } refusal)
        {
            if (isAgain && _windowKey is null) return;
            (_windowKey, _asOfUs) = (null, state.AsOfUs);
            await WriteAsync(LiveJson.Error(refusal));
            return;
        }
        if (mayHaveRolled && state.WindowKey != _windowKey)
            await WriteAsync(LiveJson.WindowChanged(state.WindowKey));
        Note(state);
        if (isKnown) return;
        await WriteAsync(
            resume == state.Sequence && !subscription.View.FollowsClock()
                ? LiveJson.Resumed(state.Sequence) : frame.Snapshot);
    }

    private void Note(ViewState state)
    {
        _sequence = state.WindowKey == _windowKey ? Math.Max(_sequence, state.Sequence) : state.Sequence;
        (_windowKey, _asOfUs) = (state.WindowKey, state.AsOfUs);
        Volatile.Write(ref _position, Math.Max(_position, state.Position));
    }

    private async Task SendHeartbeatAsync()
    {
        if (!_turn.Wait(0)) return;
        try
        {
            if (_subscription is { } s && s.Feed.Visible is { State: { Refusal: null } state } visible
                && visible.Number == s.SentNumber) Note(state);
            await WriteAsync(LiveJson.Heartbeat(_sequence, _asOfUs));
        }
        catch (Exception e) when (IsOfBrokenConnection(e))
        {
            _abort();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>An answer to the client.</summary>
    private async Task SendAsync(ReadOnlyMemory<byte> message)
    {
        await _turn.WaitAsync();
        try
        {
            await WriteAsync(message);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>The one place where a message goes out. Under the turn.</summary>
    private async ValueTask WriteAsync(ReadOnlyMemory<byte> message)
    {
        if (CloseCode != 0) return;
        Volatile.Write(ref _sendingStamp, _time.GetTimestamp());
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            _services.Instruments.OnSent();
        }
        finally
        {
            Volatile.Write(ref _sentStamp, _time.GetTimestamp());
            Volatile.Write(ref _sendingStamp, 0);
        }
    }
}
