namespace Phoenix.Http.Live;

/// <summary>A socket, as hubs see it.</summary>
internal interface ILiveListener
{
    /// <summary>Ends the connection with a close code. From any thread; the first call counts.</summary>
    void Close(int code, string reason);
}
