using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Extensions.Options;
using Phoenix.Http.Auth;
using Phoenix.Http.Errors;
using Phoenix.Http.Health;
using Phoenix.Http.Hosting;
using Phoenix.Http.Telemetry;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Events;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Ingestion;

/// <summary>
/// <c>POST /v1/events</c> and <c>/v1/events/bulk</c>: reads, checks and hands events to the tenant's log, and answers
/// <c>202</c> once they are durable.
/// </summary>
/// <remarks>
/// Plain request delegates over the body's bytes, without model binding: this is the one hot path of the gateway. The
/// order of the checks is credential, headers, size, bytes, JSON, rules.
/// </remarks>
internal sealed class IngestionApi(
    IEngineClient engine, IOptions<IngestionOptions> options, NodeClock clock, GatewayInstruments instruments)
{
    private const int UserIdBytesMax = 4 * Messages.Ids.IdText.EventTextCodePointsMax;

    private static readonly Refusal NotUtf8 = new(ErrorCode.ValidationError, "The body is not well-formed UTF-8.");
    private static readonly Refusal HasMark = new(
        ErrorCode.ValidationError, "The body begins with a byte order mark; JSON is sent without one.");
    private static readonly Refusal IsEmpty = new(ErrorCode.ValidationError, "The body is empty; JSON is expected.");
    private static readonly EventFault OtherUser = new(
        EventField.UserId.Path, "actor.user_id must be the user that the token is bound to");

    private readonly IngestionOptions _options = options.Value;
    private readonly EventFault _tooLate = EventRules.TooLateFault(options.Value.MaxFutureSeconds);

    private delegate Refusal? Parse<TResult>(ReadOnlySpan<byte> body, in EventRules rules, out TResult result);

    /// <summary>Takes one event.</summary>
    public async Task AcceptSingleAsync(HttpContext context)
    {
        var caller = context.GetCaller();
        var body = await ReadBodyAsync(context);
        if (body.Refusal is not null)
        {
            await RefuseAsync(context, body.Refusal);
            return;
        }
        var refusal = ParseBody<ParsedEvent>(body.Body, caller, ParseSingle, out var parsed);
        refusal ??= parsed.Fault?.ToRefusal();
        if (refusal is null && !MaySend(caller, parsed.Record!)) refusal = Forbid(OtherUser);
        if (refusal is not null)
        {
            await RefuseAsync(context, refusal);
            return;
        }
        var record = parsed.Record!;
        var message = new AcceptEvents(caller.Tenant!.Value, [record])
        {
            TraceParent = GatewayInstruments.TraceParent,
        };
        var reply = await engine.AskTenantAsync(message, context.RequestAborted);
        await (reply switch
        {
            EventsAcceptedReply accepted => IngestionResponses.WriteSingleAsync(context, record, accepted),
            Refusal refused => RefuseAsync(context, refused),
            _ => throw Unexpected(reply),
        });
    }

    /// <summary>Takes up to a hundred events: those that pass, all together or none.</summary>
    public async Task AcceptBulkAsync(HttpContext context)
    {
        var caller = context.GetCaller();
        var body = await ReadBodyAsync(context);
        if (body.Refusal is not null)
        {
            await RefuseAsync(context, body.Refusal);
            return;
        }
        var refusal = ParseBody<ParsedEvent[]?>(body.Body, caller, ParseBulk, out var parsed);
        if (refusal is not null)
        {
            await RefuseAsync(context, refusal);
            return;
        }
        var records = RecordsToSend(parsed!, caller);
        if (records.Length < parsed!.Length) CountFailed(parsed);
        if (records.Length == 0)
        {
            await IngestionResponses.WriteBulkAsync(context, parsed, null);
            return;
        }
        var message = new AcceptEvents(caller.Tenant!.Value, records) { TraceParent = GatewayInstruments.TraceParent };
        var reply = await engine.AskTenantAsync(message, context.RequestAborted);
        await (reply switch
        {
            EventsAcceptedReply accepted when accepted.Duplicates.Count == records.Length =>
                IngestionResponses.WriteBulkAsync(context, parsed, accepted),
            Refusal refused => RefuseAsync(context, refused),
            _ => throw Unexpected(reply),
        });
    }

    private ValueTask<BodyResult> ReadBodyAsync(HttpContext context)
    {
        var request = context.Request;
        if (!MediaTypes.IsJson(request.ContentType)) return new(MediaTypes.Unsupported);
        return BodyReader.Check(request, _options.MaxBodyBytes) is { } refusal
            ? new(refusal)
            : BodyReader.ReadAsync(request, _options.MaxBodyBytes, context.RequestAborted);
    }

    /// <summary>
    /// Checks the bytes, since the reader lets malformed UTF-8 through, then parses and gives the memory back.
    /// </summary>
    private Refusal? ParseBody<TResult>(PooledBody body, Caller caller, Parse<TResult> parse, out TResult result)
    {
        result = default!;
        try
        {
            var bytes = body.Span;
            if (bytes.IsEmpty) return IsEmpty;
            if (bytes.StartsWith("\uFEFF"u8)) return HasMark;
            if (!Utf8.IsValid(bytes)) return NotUtf8;
            var latest = clock.Time.GetUtcNow() + TimeSpan.FromSeconds(_options.MaxFutureSeconds);
            var latestUs = (latest - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
            return parse(bytes, new EventRules(caller.Tenant!.Value.Value, latestUs, _tooLate), out result);
        }
        catch (JsonException exception)
        {
            return NotJson(exception);
        }
        finally
        {
            body.Dispose();
        }
    }

    private static Refusal? ParseSingle(ReadOnlySpan<byte> body, in EventRules rules, out ParsedEvent parsed)
    {
        parsed = RequestParser.OfThread.ReadSingle(body, rules);
        return null;
    }

    private Refusal? ParseBulk(ReadOnlySpan<byte> body, in EventRules rules, out ParsedEvent[]? parsed)
    {
        parsed = RequestParser.OfThread.ReadBulk(body, rules, _options.MaxBulkEvents, out var refusal);
        return refusal;
    }

    /// <summary>The records to send; an event of another user than the token's turns into a failed one.</summary>
    private static EventRecord[] RecordsToSend(ParsedEvent[] parsed, Caller caller)
    {
        var passed = 0;
        for (var i = 0; i < parsed.Length; i++)
        {
            if (parsed[i].Record is not { } record) continue;
            if (MaySend(caller, record)) passed++;
            else parsed[i] = new ParsedEvent(null, OtherUser, record.EventId.ToArray());
        }
        if (passed == 0) return [];
        var records = new EventRecord[passed];
        var next = 0;
        foreach (var item in parsed)
        {
            if (item.Record is not null) records[next++] = item.Record;
        }
        return records;
    }

    private Task RefuseAsync(HttpContext context, Refusal refusal)
    {
        instruments.OnRejected(refusal);
        return ErrorResponses.WriteAsync(context, refusal);
    }

    private void CountFailed(ParsedEvent[] parsed)
    {
        foreach (var item in parsed)
        {
            if (item.Fault is { } fault) instruments.OnRejected(fault);
        }
    }

    private static bool MaySend(Caller caller, EventRecord record)
    {
        if (caller.BoundUserId is not { } bound) return true;
        Span<byte> utf8 = stackalloc byte[UserIdBytesMax];
        return Encoding.UTF8.TryGetBytes(bound, utf8, out var length) && record.UserId.SequenceEqual(utf8[..length]);
    }

    private static Refusal Forbid(EventFault fault) =>
        new(ErrorCode.Forbidden, fault.Message) { Details = [new FieldError(fault.Field, fault.Rule)] };

    private static Refusal NotJson(JsonException exception) => new(
        ErrorCode.ValidationError,
        string.Create(
            CultureInfo.InvariantCulture,
            $"The body is not JSON, or is nested deeper than 32 levels: "
            + $"line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}."));

    private static InvalidOperationException Unexpected(object reply) =>
        new($"A tenant answered AcceptEvents with {reply.GetType().Name}.");
}
