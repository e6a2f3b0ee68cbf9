using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;
using Phoenix.Cluster.Storage;
using Phoenix.Http.Auth;
using Phoenix.Http.Health;
using Phoenix.Http.CommandLine;
using Phoenix.Http.Tokens;
using Phoenix.Messages.Errors;
using Phoenix.Messages.Ids;
using Phoenix.Messages.Leaderboards;
using Phoenix.Messages.Tenants;

namespace Phoenix.Http.Hosting;

/// <summary>In Development: makes the tenant <c>demo</c> with two boards, and prints what a newcomer needs for the
/// first calls.</summary>
internal sealed class DevelopmentDemo(
    IEngineClient engine, GamerTokenIssuer tokens, IOptions<StorageOptions> storage, IConfiguration configuration,
    IServer server, IHostApplicationLifetime lifetime, ReadinessHold hold, TimeProvider time) : BackgroundService
{
    private static readonly TenantId Demo = new("demo");
    private static readonly TimeSpan TokenLifetime = TimeSpan.FromDays(30);

    /// <summary>Lays the node's own development keys under the operator's configuration.</summary>
    public static void AddKeys(WebApplicationBuilder builder)
    {
        var keys = LoadKeys(new Settings(builder.Configuration, StorageOptions.Section)).ToConfiguration()
            .Where(key => builder.Configuration[key.Key] is null or "");
        builder.Configuration.AddInMemoryCollection(keys.Where(key => !IsSetOtherwise(builder.Configuration, key.Key)));
    }

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Who waits for readiness may send to the demo's boards at once.
        hold.Reason = "the demo tenant is being made";
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        await AskUntilServedAsync(new CreateTenant(Demo, "Demo"), stoppingToken);
        foreach (var board in Boards()) await AskUntilServedAsync(board, stoppingToken);
        var admin = tokens.Issue(Demo, null, TokenLifetime, "phoenix.admin").Token;
        var player = tokens.Issue(Demo, null, TokenLifetime).Token;
        var key = configuration["Phoenix:Admin:ApiKeys:0"] ?? "";
        await KeepAsync(key, admin, player, stoppingToken);
        hold.Reason = null;
        // `Urls` may name port 0; where the server has come to listen, it says itself.
        var addresses = server.Features.Get<IServerAddressesFeature>()?.Addresses.ToArray() ?? [];
        Console.WriteLine(DevelopmentGreeting.Of(addresses, key, admin, player, time.GetUtcNow()));
    }

    private static DevelopmentSecrets LoadKeys(Settings storage)
    {
        var directory = storage.Text("Directory") ?? new StorageOptions().Directory;
        try
        {
            return DevelopmentSecrets.LoadOrCreate(directory);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw storage.Wrong("Directory", directory, $"must be a folder for the development keys: {e.Message}");
        }
    }

    private static bool IsSetOtherwise(ConfigurationManager configuration, string key) =>
        key.EndsWith(":0", StringComparison.Ordinal) && configuration[key[..^2]] is { Length: > 0 };

    /// <summary>The boards that the README's first calls use.</summary>
    private static IEnumerable<DefineLeaderboard> Boards()
    {
        var noOwnGoal = new FieldPredicate("attrs.own_goal", PredicateOperator.Eq, [Scalar.Of(false)]);
        yield return new DefineLeaderboard(
            Demo, new LeaderboardId("goals-all-time"), "Goals of all time", "One point a goal; own goals don't count.",
            new LeaderboardConfig(
                [], TimeframeConfig.Of(TimeframeType.AllTime, graceSeconds: -1),
                new ScoringConfig([new ScoringRule("goal.scored", [noOwnGoal], "1")], Aggregation.Sum),
                RankingConfig.Default with { Size = null }));
        yield return new DefineLeaderboard(
            Demo, new LeaderboardId("demo-daily"), "Today's scores",
            "The sum of attrs.score over every event of the day, in UTC.",
            new LeaderboardConfig(
                [], TimeframeConfig.Of(TimeframeType.Daily),
                new ScoringConfig([new ScoringRule("*", [], "attrs.score")], Aggregation.Sum), RankingConfig.Default));
    }

    /// <summary>Asks until the engine is up; what exists already is as good as made.</summary>
    private async Task AskUntilServedAsync(ITenantMessage command, CancellationToken cancellation)
    {
        while (await engine.AskTenantAsync(command, cancellation).AsTask().WaitAsync(cancellation)
               is Refusal { Code: not ErrorCode.Conflict } refusal)
        {
            if (refusal.Code is not (ErrorCode.Unavailable or ErrorCode.InternalError))
                throw new InvalidOperationException($"The demo can't be made: {refusal.Message}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), time, cancellation);
        }
    }

    private async Task KeepAsync(string key, string admin, string player, CancellationToken cancellation)
    {
        var directory = storage.Value.Directory;
        Directory.CreateDirectory(directory);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        await using var file = new FileStream(Path.Combine(directory, DevelopmentFile.FileName), options);
        await JsonSerializer.SerializeAsync(
            file, new { admin_key = key, admin_token = admin, token = player }, cancellationToken: cancellation);
    }
}
