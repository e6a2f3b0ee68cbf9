using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Phoenix.Http.Ingestion;

namespace Phoenix.Http.Tests.Ingestion;

public sealed class IngestionResponsesSpecs
{
    private static readonly ParsedEvent[] Events = [new(null, new EventFault("type", "must be a string"), null)];

    [Fact]
    public async Task An_answer_that_could_not_be_sent_leaves_nothing_before_the_next_one_of_its_thread()
    {
        var (first, second) = (new MemoryStream(), new MemoryStream());
        var isLost = false;

        // All begin in one synchronous stretch, so on one thread: what it keeps is what is tried.
        var sent = IngestionResponses.WriteBulkAsync(ContextOf(PipeWriter.Create(first)), Events, null);
        try
        {
            _ = IngestionResponses.WriteBulkAsync(ContextOf(new LostConnection()), Events, null);
        }
        catch (ConnectionLostException)
        {
            isLost = true;
        }
        var next = IngestionResponses.WriteBulkAsync(ContextOf(PipeWriter.Create(second)), Events, null);
        await Task.WhenAll(sent, next);

        Assert.True(isLost);
        Assert.Equal(Encoding.UTF8.GetString(first.ToArray()), Encoding.UTF8.GetString(second.ToArray()));
    }

    private static DefaultHttpContext ContextOf(PipeWriter writer)
    {
        var context = new DefaultHttpContext();
        context.Features.Set<IHttpResponseBodyFeature>(new BodyTo(writer));
        return context;
    }

    private sealed class ConnectionLostException : Exception;

    private sealed class BodyTo(PipeWriter writer) : IHttpResponseBodyFeature
    {
        public Stream Stream => writer.AsStream();

        public PipeWriter Writer => writer;

        public void DisableBuffering()
        {
        }

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task SendFileAsync(
            string path, long offset, long? count, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException("No answer is a file.");

        public Task CompleteAsync() => writer.CompleteAsync().AsTask();
    }

    /// <summary>Takes nothing any more.</summary>
    private sealed class LostConnection : PipeWriter
    {
        public override void Advance(int bytes) => throw new ConnectionLostException();

        public override void CancelPendingFlush() => throw new ConnectionLostException();

        public override void Complete(Exception? exception = null) => throw new ConnectionLostException();

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) =>
            throw new ConnectionLostException();

        public override Memory<byte> GetMemory(int sizeHint = 0) => throw new ConnectionLostException();

        public override Span<byte> GetSpan(int sizeHint = 0) => throw new ConnectionLostException();
    }
}
