using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Phoenix.Http.Replay;

/// <summary>
/// Sends batches through <c>POST /v1/events/bulk</c> until each event has its answer. What may have been a passing
/// fault (5xx, 408, 429, no connection, no answer) is sent again with the same ids for a while. A batch that is refused
/// as a whole for what it holds (400, 413) is halved until the event that spoils it stands alone.
/// </summary>
/// <param name="http">Its base address is the node; it has no time-out of its own.</param>
/// <param name="token">The tenant's JWT.</param>
/// <param name="retryFor">How long one batch is tried.</param>
/// <param name="tally">Where the answers are counted.</param>
/// <param name="time">For waits and time-outs.</param>
internal sealed class BulkSender(HttpClient http, string token, TimeSpan retryFor, ReplayTally tally, TimeProvider time)
{
    /// <summary>A node answers within 15 s of a request's last byte.</summary>
    private static readonly TimeSpan AnswerTimeout = TimeSpan.FromSeconds(20);

    /// <summary>What one attempt came to: an answer, or the reason why there is none.</summary>
    private readonly record struct Attempt(HttpStatusCode? Status, byte[] Body, TimeSpan? RetryAfter, string Reason)
    {
        public bool IsPassing => Status is null or HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests
            or >= HttpStatusCode.InternalServerError;
    }

    /// <summary>Sends one batch and counts its answers.</summary>
    /// <param name="batch">At least one event.</param>
    /// <param name="stop">Nothing is sent again from then on.</param>
    /// <param name="abort">Gives up the answer that is waited for.</param>
    /// <exception cref="ReplayStoppedException">The node refuses for good, or did not answer for too long.</exception>
    /// <exception cref="OperationCanceledException">Stopped before every event had its answer.</exception>
    public async Task SendAsync(ArraySegment<ReplayItem> batch, CancellationToken stop, CancellationToken abort)
    {
        var attempt = await AnswerAsync(ReplayBatches.BodyOf(batch), stop, abort);
        if (attempt.Status == HttpStatusCode.Accepted)
        {
            CountResults(batch, attempt.Body);
        }
        else if (attempt.Status is not (HttpStatusCode.BadRequest or HttpStatusCode.RequestEntityTooLarge))
        {
            throw new ReplayStoppedException($"the node answered {attempt.Reason}");
        }
        else if (batch.Count == 1)
        {
            tally.CountFailed(batch[0].Line, attempt.Reason);
        }
        else
        {
            await SendAsync(batch[..(batch.Count / 2)], stop, abort);
            await SendAsync(batch[(batch.Count / 2)..], stop, abort);
        }
    }

    private async Task<Attempt> AnswerAsync(byte[] body, CancellationToken stop, CancellationToken abort)
    {
        var started = time.GetTimestamp();
        for (var number = 0; ; number++)
        {
            stop.ThrowIfCancellationRequested();
            var attempt = await TryAsync(body, abort);
            if (!attempt.IsPassing) return attempt;
            var wait = Backoff.After(number, attempt.RetryAfter, Random.Shared.NextDouble());
            if (time.GetElapsedTime(started) + wait > retryFor)
                throw new ReplayStoppedException(
                    $"no success within {retryFor.TotalSeconds:0} s; the last attempt: {attempt.Reason}");
            tally.CountRetry(attempt.Reason);
            await Task.Delay(wait, time, stop);
        }
    }

    private async Task<Attempt> TryAsync(byte[] body, CancellationToken abort)
    {
        using var timeout = new CancellationTokenSource(AnswerTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, abort);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/events/bulk");
        request.Content = new ByteArrayContent(body);
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        try
        {
            using var response = await http.SendAsync(request, either.Token);
            var answer = await response.Content.ReadAsByteArrayAsync(either.Token);
            var reason = ReasonOf(response.StatusCode, answer);
            return new Attempt(response.StatusCode, answer, RetryAfterOf(response), reason);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return new Attempt(null, [], null, e.Message);
        }
        catch (OperationCanceledException) when (!abort.IsCancellationRequested)
        {
            return new Attempt(null, [], null, $"no answer within {AnswerTimeout.TotalSeconds:0} s");
        }
    }

    private TimeSpan? RetryAfterOf(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - time.GetUtcNow(),
        _ => null,
    };

    private static string ReasonOf(HttpStatusCode status, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var error = json.RootElement.GetProperty("error");
            return $"{(int)status} {error.GetProperty("code").GetString()}: {error.GetProperty("message").GetString()}";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            return $"{(int)status}";
        }
    }

    private void CountResults(ArraySegment<ReplayItem> batch, byte[] body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            var results = json.RootElement.GetProperty("results");
            if (results.GetArrayLength() != batch.Count)
                throw new ReplayStoppedException($"{results.GetArrayLength()} results came for {batch.Count} events");
            foreach (var result in results.EnumerateArray())
            {
                if (result.GetProperty("status").GetString() == "accepted")
                    tally.CountAccepted(result.GetProperty("duplicate").GetBoolean());
                else
                {
                    var line = batch[result.GetProperty("index").GetInt32()].Line;
                    tally.CountFailed(line, result.GetProperty("error").GetString() ?? "");
                }
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException
            or FormatException or ArgumentOutOfRangeException)
        {
            throw new ReplayStoppedException("the answer of the node is not that of a bulk request");
        }
    }
}
