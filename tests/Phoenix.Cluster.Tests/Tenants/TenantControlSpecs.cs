using Akka.Actor;
using LinqToDB.Data;
using Phoenix.Cluster.Tenants;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;
using Phoenix.TestSupport.Engine;
using static Phoenix.TestSupport.Engine.Samples;

namespace Phoenix.Cluster.Tests.Tenants;

public sealed class TenantControlSpecs
{
    private static readonly TenantId Acme = new("acme");
    private static readonly LeaderboardId Board = new("b");

    [Fact]
    public async Task Creates_a_tenant_once_and_shows_its_secret_only_then()
    {
        await using var kit = new EngineKit(new TenantOptions { DedupeWindowSeconds = 42 });

        var created = await kit.AskAsync<TenantReply>(new CreateTenant(Acme, "Acme Games"));
        var again = Assert.IsType<Refusal>(await kit.AskAsync(new CreateTenant(Acme, "Other")));
        var changed = await kit.AskAsync<TenantReply>(new ChangeTenant(Acme, null, "Acme", 60));

        Assert.Equal(
            new TenantReply(Acme, "Acme Games", TenantStatus.Active, 42, Us(EngineKit.Start), created.SigningSecret),
            created);
        Assert.StartsWith("phs_", created.SigningSecret, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.Conflict, again.Code);
        Assert.Equal(("Acme", 60, null), (changed.Name, changed.DedupeWindowSeconds, changed.SigningSecret));
    }

    [Fact]
    public async Task An_attempt_of_a_request_that_was_carried_out_is_answered_as_the_first_one_was()
    {
        await using var kit = new EngineKit();
        var created = await kit.AskAsync<TenantReply>(new CreateTenant(Acme, "Acme") { RequestId = 1 });
        var commands = new ITenantMessage[]
        {
            new DefineLeaderboard(Acme, Board, null, null, Config()) { RequestId = 20 },
            new ChangeLeaderboard(Acme, Board, null, "Best", null, 1) { RequestId = 30 },
            new ChangeLeaderboardConfig(Acme, Board, Config(points: "2"), 2) { RequestId = 40 },
            new ChangeLeaderboardConfig(Acme, Board, Config(points: "3"), 3, new Backfill(null)) { RequestId = 50 },
        };

        Assert.Equal(created, await kit.AskAsync(new CreateTenant(Acme, "Acme") { RequestId = 1 }));
        foreach (var command in commands)
        {
            var first = await kit.AskAsync<LeaderboardReply>(command);
            // The next incarnation knows it from the log.
            await kit.KillAsync(Acme);
            var again = await kit.AskAsync<LeaderboardReply>(command);
            Assert.Equal(first.Definition.Version, again.Definition.Version);
        }
        foreach (var command in commands) await kit.AskAsync<LeaderboardReply>(command);
        var log = (await kit.LogAsync(Acme)).Select(r => r.Event).ToList();
        Assert.Equal(commands.Length, log.Count(row => row is LeaderboardDefined));
        Assert.Single(log, row => row is BackfillRequested);

        var other = new DefineLeaderboard(Acme, Board, null, null, Config()) { RequestId = 70 };
        Assert.Equal(ErrorCode.Conflict, Assert.IsType<Refusal>(await kit.AskAsync(other)).Code);
    }

    [Fact]
    public async Task An_attempt_that_overtakes_the_write_of_the_one_before_is_answered_when_that_is_stored()
    {
        await using var kit = new EngineKit();
        var held = kit.Faults.HoldNext();
        var first = kit.AskAsync(new CreateTenant(Acme, "Acme") { RequestId = 1 });
        await held.Arrived;
        var second = kit.AskAsync(new CreateTenant(Acme, "Acme") { RequestId = 1 });
        held.Release();

        Assert.Equal(Assert.IsType<TenantReply>(await first), await second);
    }

    [Fact]
    public async Task The_registry_is_true_before_the_answer()
    {
        await using var kit = new EngineKit();
        var created = await kit.CreateTenantAsync(Acme);
        Assert.Equal(created.SigningSecret, (await kit.Registry.FindSecretAsync(Acme, default))!.SigningSecret);

        var defined = await kit.DefineAsync(Acme, "b", Config());
        Assert.Equal(defined.Definition.Version,
            (await kit.Registry.FindLeaderboardAsync(Acme, Board, default))!.Version);

        await kit.AskAsync<TenantReply>(new ChangeTenant(Acme, TenantStatus.Suspended, null, null));
        Assert.Equal(TenantStatus.Suspended, (await kit.Registry.FindTenantAsync(Acme, default))!.Status);

        await kit.AskAsync<LeaderboardReply>(
            new ChangeLeaderboard(Acme, Board, LeaderboardStatus.Archived, null, null, null));
        Assert.Equal(
            LeaderboardStatus.Archived, (await kit.Registry.FindLeaderboardAsync(Acme, Board, default))!.Status);
    }

    [Fact]
    public async Task A_command_is_answered_though_the_tenant_is_told_to_stop_right_behind_it()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        var held = kit.Faults.HoldNext();
        var changed = kit.AskAsync(new ChangeTenant(Acme, null, "Acme Games", null));
        await held.Arrived;

        (await kit.IncarnationsAsync(Acme)).Current!.Tell(TenantActor.Stop.Instance, ActorRefs.NoSender);
        held.Release();

        Assert.Equal("Acme Games", Assert.IsType<TenantReply>(await changed).Name);
    }

    [Fact]
    public async Task Each_row_of_one_command_has_an_id_of_its_own()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.AskAsync<TenantReply>(new ChangeTenant(Acme, TenantStatus.Suspended, "Other", null));

        var log = await kit.LogAsync(Acme);

        Assert.Equal(3, log.Count);
        Assert.Equal(3, log.Select(r => r.Event.RowId).Distinct().Count());
    }

    [Fact]
    public async Task The_registry_is_written_again_when_the_tenant_starts()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.DefineAsync(Acme, "b", Config());
        await using (var db = kit.Database.OpenStandings())
        {
            db.Execute("DELETE FROM tenant");
            db.Execute("DELETE FROM leaderboard");
        }

        // Not before: its board may start the tenant again at any time, and what stands already is not written.
        await kit.KillAsync(Acme);
        await kit.AskAsync<EventsAcceptedReply>(Accept(Acme, "a"));

        await EngineKit.BecomesTrueAsync(
            async () => await kit.Registry.FindTenantAsync(Acme, default) is not null
                && await kit.Registry.FindLeaderboardAsync(Acme, Board, default) is not null,
            "The registry was not written again.");
    }

    [Fact]
    public async Task A_new_secret_takes_the_place_of_the_old_one()
    {
        await using var kit = new EngineKit();
        var created = await kit.CreateTenantAsync(Acme);

        var rotated = await kit.AskAsync<TenantReply>(new RotateSigningSecret(Acme));

        Assert.NotEqual(created.SigningSecret, rotated.SigningSecret);
        Assert.Equal(rotated.SigningSecret, (await kit.Registry.FindSecretAsync(Acme, default))!.SigningSecret);
        await kit.KillAsync(Acme);
        await kit.AskAsync<TenantReply>(new ChangeTenant(Acme, null, "x", null));
        Assert.Equal(rotated.SigningSecret, (await kit.Registry.FindSecretAsync(Acme, default))!.SigningSecret);
    }

    [Fact]
    public async Task Changes_of_a_board_count_its_version_and_stale_ones_are_refused()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        Assert.Equal(1, (await kit.DefineAsync(Acme, "b", Config())).Definition.Version);

        var config = await kit.AskAsync<LeaderboardReply>(
            new ChangeLeaderboardConfig(Acme, Board, Config(points: "1"), 1));
        var stale = Assert.IsType<Refusal>(await kit.AskAsync(
            new ChangeLeaderboard(Acme, Board, null, "n", null, 1)));
        var named = await kit.AskAsync<LeaderboardReply>(new ChangeLeaderboard(Acme, Board, null, "n", null, 2));
        var rows = (await kit.LogAsync(Acme)).Count;
        var same = await kit.AskAsync<LeaderboardReply>(new ChangeLeaderboard(Acme, Board, null, "n", null, null));

        Assert.Equal((2, "1"), (config.Definition.Version, config.Definition.Config.Scoring.Rules[0].PointsExpression));
        Assert.Equal(ErrorCode.Conflict, stale.Code);
        Assert.Equal((3, "n", 2),
            (named.Definition.Version, named.Definition.Name, named.Definition.DefinedAtPosition));
        Assert.Equal(3, same.Definition.Version);
        Assert.Equal(rows, (await kit.LogAsync(Acme)).Count);
    }

    [Fact]
    public async Task What_is_archived_is_final_and_its_id_stays_taken()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.DefineAsync(Acme, "b", Config());
        await kit.AskAsync<LeaderboardReply>(
            new ChangeLeaderboard(Acme, Board, LeaderboardStatus.Archived, null, null, null));

        foreach (var message in new ITenantMessage[]
                 {
                     new ChangeLeaderboard(Acme, Board, LeaderboardStatus.Active, null, null, null),
                     new ChangeLeaderboardConfig(Acme, Board, Config(points: "1"), null),
                     new DefineLeaderboard(Acme, Board, null, null, Config()),
                 })
            Assert.Equal(ErrorCode.Conflict, Assert.IsType<Refusal>(await kit.AskAsync(message)).Code);
    }

    [Fact]
    public async Task A_board_defined_while_its_tenant_is_suspended_answers_nothing_until_it_is_active()
    {
        await using var kit = new EngineKit();
        await kit.CreateTenantAsync(Acme);
        await kit.AskAsync<TenantReply>(new ChangeTenant(Acme, TenantStatus.Suspended, null, null));
        await kit.DefineAsync(Acme, "b", Config());

        Assert.Equal(
            ErrorCode.Forbidden, Assert.IsType<Refusal>(await kit.AskAsTimeRunsAsync(Standings(Acme, "b"))).Code);

        await kit.AskAsync<TenantReply>(new ChangeTenant(Acme, TenantStatus.Active, null, null));
        var head = (await kit.LogAsync(Acme)).Count;
        Assert.IsType<StandingsPage>(await kit.AskAsTimeRunsAsync(Standings(Acme, "b", minPosition: head)));
    }
}
