namespace Phoenix.Messages.Ids;

/// <summary>A tenant's id: 1–64 characters of <c>[A-Za-z0-9_-]</c>.</summary>
public readonly record struct TenantId(string Value)
{
    /// <summary>True if <paramref name="text"/> may be a tenant's id.</summary>
    public static bool IsValid(string? text) => IdText.IsName(text);

    public override string ToString() => Value;
}
