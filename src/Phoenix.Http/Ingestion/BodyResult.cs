using Phoenix.Messages.Errors;

namespace Phoenix.Http.Ingestion;

/// <summary>A body, or why there is none to be read.</summary>
internal readonly record struct BodyResult(PooledBody Body, Refusal? Refusal)
{
    public static implicit operator BodyResult(PooledBody body) => new(body, null);
    public static implicit operator BodyResult(Refusal refusal) => new(default, refusal);
}
