namespace Phoenix.Cluster.Domain.Scoring.Fields;

/// <summary>Where a text stands that an event's field has.</summary>
internal enum FieldSource : byte
{
    /// <summary>In the body, as it was sent.</summary>
    Body = 0,

    /// <summary>In the scorer's buffer, with its escapes resolved.</summary>
    Scratch = 1,

    // Beside the body, in the record; the tenant's id is the plan's, whatever the body says.
    EventId = 2,
    EventType = 3,
    UserId = 4,
    Tenant = 5,
}
