namespace Phoenix.Http.Replay;

/// <summary>Packs events into requests that keep the API's limits on count and size.</summary>
internal static class ReplayBatches
{
    /// <summary>The API's limit of a body.</summary>
    public const int BodyBytesMax = 1_048_576;

    private static ReadOnlySpan<byte> Head => "{\"events\":["u8;

    private static ReadOnlySpan<byte> Tail => "]}"u8;

    /// <summary>
    /// The batches, made as they are asked for; every row is counted as it is read. An event too large for any body
    /// travels alone, for the server to refuse.
    /// </summary>
    public static IEnumerable<ArraySegment<ReplayItem>> Of(
        IEnumerable<ReplayItem> items, int batchEvents, long? limit, ReplayTally tally)
    {
        var batch = new List<ReplayItem>(batchEvents);
        var bytes = Head.Length + Tail.Length;
        var left = limit ?? long.MaxValue;
        using var rows = items.GetEnumerator();
        // The limit is asked first: a row that is not wanted is not read either.
        while (left-- > 0 && rows.MoveNext())
        {
            var item = rows.Current;
            tally.CountRead(item);
            if (item.Event.IsEmpty) continue;
            // As many commas as there are events before this one.
            var isFull = batch.Count == batchEvents || bytes + batch.Count + item.Event.Length > BodyBytesMax;
            if (batch.Count > 0 && isFull)
            {
                yield return batch.ToArray();
                batch.Clear();
                bytes = Head.Length + Tail.Length;
            }

            batch.Add(item);
            bytes += item.Event.Length;
        }

        if (batch.Count > 0) yield return batch.ToArray();
    }

    /// <summary>The body of the request that carries the batch.</summary>
    public static byte[] BodyOf(ArraySegment<ReplayItem> batch)
    {
        var body = new byte[Head.Length + batch.Sum(item => item.Event.Length) + batch.Count - 1 + Tail.Length];
        Head.CopyTo(body);
        var at = Head.Length;
        for (var i = 0; i < batch.Count; i++)
        {
            if (i > 0) body[at++] = (byte)',';
            batch[i].Event.Span.CopyTo(body.AsSpan(at));
            at += batch[i].Event.Length;
        }

        Tail.CopyTo(body.AsSpan(at));
        return body;
    }
}
