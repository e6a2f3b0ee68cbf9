namespace Phoenix.Messages.Tenants;

/// <summary>Append-only: the numbers are in the log.</summary>
public enum TenantStatus
{
    Active = 0,
    Suspended = 1,
}
