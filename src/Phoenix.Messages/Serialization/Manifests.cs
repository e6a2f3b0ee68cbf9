namespace Phoenix.Messages.Serialization;

/// <summary>
/// The names under which messages travel and stand in the log. Append-only: a name is never given to another form.
/// A new form of a message is a new name (<c>.v2</c>), which readers learn one release before writers use it.
/// </summary>
public static class Manifests
{
    // Rows of the log, and the tenant's snapshot: in the database for ever.
    public const string EventsAccepted = "log.events-accepted.v1";
    public const string TenantCreated = "log.tenant-created.v1";
    public const string TenantStatusChanged = "log.tenant-status-changed.v1";
    public const string TenantSettingsChanged = "log.tenant-settings-changed.v1";
    public const string LeaderboardDefined = "log.leaderboard-defined.v1";
    public const string TimeAdvanced = "log.time-advanced.v1";
    public const string TenantSnapshot = "snapshot.tenant.v1";

    // Remote messages: between nodes only.
    public const string Refusal = "refusal.v1";

    public const string AcceptEvents = "tenant.accept-events.v1";
    public const string CreateTenant = "tenant.create.v1";
    public const string ChangeTenant = "tenant.change.v1";
    public const string RotateSigningSecret = "tenant.rotate-signing-secret.v1";
    public const string DefineLeaderboard = "tenant.define-leaderboard.v1";
    public const string ChangeLeaderboardConfig = "tenant.change-leaderboard-config.v1";
    public const string ChangeLeaderboard = "tenant.change-leaderboard.v1";
    public const string AttachLeaderboard = "tenant.attach-leaderboard.v1";
    public const string EventsAcceptedReply = "tenant.events-accepted-reply.v1";
    public const string TenantReply = "tenant.reply.v1";
    public const string LeaderboardReply = "tenant.leaderboard-reply.v1";
    public const string LeaderboardAttached = "tenant.leaderboard-attached.v1";

    public const string GetTenant = "registry.get-tenant.v1";
    public const string GetTenants = "registry.get-tenants.v1";
    public const string GetSigningSecret = "registry.get-signing-secret.v1";
    public const string GetLeaderboards = "registry.get-leaderboards.v1";
    public const string GetLeaderboard = "registry.get-leaderboard.v1";
    public const string GetReadiness = "registry.get-readiness.v1";
    public const string TenantsReply = "registry.tenants-reply.v1";
    public const string SigningSecretReply = "registry.signing-secret-reply.v1";
    public const string LeaderboardsReply = "registry.leaderboards-reply.v1";
    public const string ReadinessReply = "registry.readiness-reply.v1";

    public const string ApplyRows = "board.apply-rows.v1";
    public const string RowsApplied = "board.rows-applied.v1";
    public const string LeaderboardBehind = "board.behind.v1";
    public const string GetStandings = "board.get-standings.v1";
    public const string GetStandingsAround = "board.get-standings-around.v1";
    public const string GetRank = "board.get-rank.v1";
    public const string GetScore = "board.get-score.v1";
    public const string StandingsPage = "board.standings-page.v1";
    public const string RankReply = "board.rank-reply.v1";

    // Operators' questions: between nodes only.
    public const string GetNodeShards = "ops.get-node-shards.v1";
    public const string NodeShardsReply = "ops.node-shards-reply.v1";
    public const string GetBoardState = "ops.get-board-state.v1";
    public const string BoardStateReply = "ops.board-state-reply.v1";

    // Rebuild and verification: rows of the log, then messages between tenants and boards.
    public const string BackfillRequested = "log.backfill-requested.v1";
    public const string GenerationDefined = "log.generation-defined.v1";
    public const string GenerationActivated = "log.generation-activated.v1";
    public const string VerificationRequested = "log.verification-requested.v1";
    public const string RebuildEnded = "log.rebuild-ended.v1";
    public const string GetRebuild = "tenant.get-rebuild.v1";
    public const string CancelRebuild = "tenant.cancel-rebuild.v1";
    public const string VerifyLeaderboard = "tenant.verify-leaderboard.v1";
    public const string RebuildProgress = "tenant.rebuild-progress.v1";
    public const string ActivateGeneration = "tenant.activate-generation.v1";
    public const string EndRebuild = "tenant.end-rebuild.v1";
    public const string RebuildReply = "tenant.rebuild-reply.v1";
    public const string BuildGeneration = "board.build-generation.v1";
    public const string StopBuilding = "board.stop-building.v1";

    // Windows and snapshots.
    public const string AdvanceTime = "tenant.advance-time.v1";
    public const string TimeAdvancedReply = "tenant.time-advanced-reply.v1";
    public const string GetWindows = "board.get-windows.v1";
    public const string GetSnapshots = "board.get-snapshots.v1";
    public const string GetSnapshot = "board.get-snapshot.v1";
    public const string GetSnapshotEntry = "board.get-snapshot-entry.v1";
    public const string WindowsReply = "board.windows-reply.v1";
    public const string SnapshotsReply = "board.snapshots-reply.v1";
    public const string SnapshotReply = "board.snapshot-reply.v1";
    public const string SnapshotEntryReply = "board.snapshot-entry-reply.v1";
    public const string WatchStandings = "live.watch-standings.v1";
    public const string StandingsChanged = "live.standings-changed.v1";
    public const string StandingsNotShown = "live.standings-not-shown.v1";
    public const string StandingsMoved = "live.standings-moved.v1";
    public const string StandingsRefused = "live.standings-refused.v1";

    public const string GetScoringExplanation = "scoring.get-explanation.v1";
    public const string ScoringExplanationReply = "scoring.explanation-reply.v1";
    public const string GetRecentEvents = "scoring.get-recent-events.v1";
    public const string RecentEventsReply = "scoring.recent-events-reply.v1";
    public const string GetMissingWindows = "scoring.get-missing-windows.v1";
    public const string MissingWindowsReply = "scoring.missing-windows-reply.v1";
    public const string GetRanks = "board.get-ranks.v1";
    public const string RanksReply = "board.ranks-reply.v1";
}
