using Phoenix.Messages.Ids;
using Phoenix.Messages.Tenants;

namespace Phoenix.Messages.Serialization.Mapping;

/// <summary>Questions to the registry and its answers, to and from <c>tenants.v1.proto</c>.</summary>
internal static class RegistryMapping
{
    public static IReadOnlyList<MessageCodec> Codecs { get; } =
    [
        MessageCodec.Of<GetTenant, Proto.GetTenant>(
            Manifests.GetTenant,
            query => new Proto.GetTenant { TenantId = query.TenantId.Value },
            Proto.GetTenant.Parser,
            wire => new GetTenant(new TenantId(wire.TenantId))),
        MessageCodec.Of(Manifests.GetTenants, ToWire, Proto.GetTenants.Parser, FromWire),
        MessageCodec.Of<GetSigningSecret, Proto.GetSigningSecret>(
            Manifests.GetSigningSecret,
            query => new Proto.GetSigningSecret { TenantId = query.TenantId.Value },
            Proto.GetSigningSecret.Parser,
            wire => new GetSigningSecret(new TenantId(wire.TenantId))),
        MessageCodec.Of<GetLeaderboards, Proto.GetLeaderboards>(
            Manifests.GetLeaderboards,
            query => new Proto.GetLeaderboards { TenantId = query.TenantId.Value },
            Proto.GetLeaderboards.Parser,
            wire => new GetLeaderboards(new TenantId(wire.TenantId))),
        MessageCodec.Of(Manifests.GetLeaderboard, ToWire, Proto.GetLeaderboard.Parser, FromWire),
        MessageCodec.Of<GetReadiness, Proto.GetReadiness>(
            Manifests.GetReadiness,
            _ => new Proto.GetReadiness(),
            Proto.GetReadiness.Parser,
            _ => GetReadiness.Instance),
        MessageCodec.Of(Manifests.TenantsReply, ToWire, Proto.TenantsReply.Parser, FromWire),
        MessageCodec.Of(Manifests.SigningSecretReply, ToWire, Proto.SigningSecretReply.Parser, FromWire),
        MessageCodec.Of(Manifests.LeaderboardsReply, ToWire, Proto.LeaderboardsReply.Parser, FromWire),
        MessageCodec.Of(Manifests.ReadinessReply, ToWire, Proto.ReadinessReply.Parser, FromWire),
    ];

    private static Proto.GetTenants ToWire(GetTenants query)
    {
        var wire = new Proto.GetTenants { Limit = query.Limit };
        if (query.After is { } after) wire.After = after;
        return wire;
    }

    private static GetTenants FromWire(Proto.GetTenants wire) => new(wire.Limit, wire.HasAfter ? wire.After : null);

    private static Proto.GetLeaderboard ToWire(GetLeaderboard query) =>
        new() { TenantId = query.TenantId.Value, LeaderboardId = query.LeaderboardId.Value };

    private static GetLeaderboard FromWire(Proto.GetLeaderboard wire) =>
        new(new TenantId(wire.TenantId), new LeaderboardId(wire.LeaderboardId));

    private static Proto.TenantsReply ToWire(TenantsReply reply)
    {
        var wire = new Proto.TenantsReply();
        WireValues.WriteList(wire.Tenants, reply.Tenants, TenantReplyMapping.ToWire);
        if (reply.NextCursor is { } cursor) wire.NextCursor = cursor;
        return wire;
    }

    private static TenantsReply FromWire(Proto.TenantsReply wire) => new(
        WireValues.ReadList(wire.Tenants, TenantReplyMapping.FromWire), wire.HasNextCursor ? wire.NextCursor : null);

    private static Proto.SigningSecretReply ToWire(SigningSecretReply reply) => new()
    {
        TenantId = reply.TenantId.Value,
        Status = (int)reply.Status,
        SigningSecret = reply.SigningSecret,
    };

    private static SigningSecretReply FromWire(Proto.SigningSecretReply wire) =>
        new(new TenantId(wire.TenantId), WireValues.ReadEnum<TenantStatus>(wire.Status), wire.SigningSecret);

    private static Proto.LeaderboardsReply ToWire(LeaderboardsReply reply)
    {
        var wire = new Proto.LeaderboardsReply();
        WireValues.WriteList(wire.Leaderboards, reply.Leaderboards, DefinitionMapping.ToWire);
        return wire;
    }

    private static LeaderboardsReply FromWire(Proto.LeaderboardsReply wire) =>
        new(WireValues.ReadList(wire.Leaderboards, DefinitionMapping.FromWire));

    // In order of name, so that equal replies give equal bytes.
    private static Proto.ReadinessReply ToWire(ReadinessReply reply)
    {
        var wire = new Proto.ReadinessReply();
        foreach (var (name, problem) in reply.Checks.OrderBy(check => check.Key, StringComparer.Ordinal))
        {
            var check = new Proto.ReadinessCheck { Name = name };
            if (problem is not null) check.Problem = problem;
            wire.Checks.Add(check);
        }
        return wire;
    }

    private static ReadinessReply FromWire(Proto.ReadinessReply wire)
    {
        var checks = new Dictionary<string, string?>(wire.Checks.Count, StringComparer.Ordinal);
        foreach (var check in wire.Checks)
        {
            if (!checks.TryAdd(check.Name, check.HasProblem ? check.Problem : null))
                throw new InvalidDataException($"Check {check.Name} stands twice.");
        }
        return new ReadinessReply(checks);
    }
}
