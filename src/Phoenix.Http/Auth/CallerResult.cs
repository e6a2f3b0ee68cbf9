using Phoenix.Messages.Errors;

namespace Phoenix.Http.Auth;

/// <summary>The caller, or why there is none.</summary>
internal readonly record struct CallerResult(Caller? Caller, Refusal? Refusal)
{
    public static implicit operator CallerResult(Caller caller) => new(caller, null);
    public static implicit operator CallerResult(Refusal refusal) => new(null, refusal);
}
