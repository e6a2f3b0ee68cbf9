using Phoenix.Messages.Errors;

namespace Phoenix.Http.Json;

/// <summary>Collects what is wrong with a request's fields, so that its caller hears of everything at once.</summary>
/// <remarks>Keeps the first <see cref="CountMax"/>; a caller with more will come again anyway.</remarks>
public sealed class FieldErrors
{
    public const int CountMax = 100;

    private readonly List<FieldError> _errors = [];

    public int Count => _errors.Count;
    public bool IsFull => _errors.Count >= CountMax;

    /// <summary>Notes that a field breaks a rule, e.g. <c>config.size</c> and <c>must be an object</c>.</summary>
    public void Add(string field, string rule)
    {
        if (!IsFull) _errors.Add(new FieldError(field, $"{field} {rule}"));
    }

    /// <summary>Notes a fault that is worded already.</summary>
    public void Add(FieldError error)
    {
        if (!IsFull) _errors.Add(error);
    }

    /// <summary>The refusal that tells them all; the message names the first.</summary>
    public Refusal ToRefusal()
    {
        var more = _errors.Count > 1 ? $" (and {_errors.Count - 1} more, see details)" : "";
        var message = $"Validation failed: {_errors[0].Message}{more}";
        return new Refusal(ErrorCode.ValidationError, message) { Details = _errors };
    }

    /// <summary>The refusal of a request for one field.</summary>
    public static Refusal One(string field, string rule)
    {
        var errors = new FieldErrors();
        errors.Add(field, rule);
        return errors.ToRefusal();
    }
}
