using System.Text.Json.Nodes;
using Phoenix.TestSupport.Nodes;
using Phoenix.TestSupport.OpenApi;

namespace Phoenix.System.Tests.OpenApi;

/// <summary>
/// A running node called by its own OpenAPI document: its examples work, and every answer is as it says.
/// </summary>
public sealed class RealAnswersSpecs : IDisposable
{
    // What must be there before the rest, and what ends something; in this order. Everything else goes in between.
    private static readonly string[] First = ["createTenant", "createLeaderboard", "sendEvent", "sendEvents"];
    private static readonly string[] Last = ["archiveLeaderboard", "rotateSigningSecret"];

    // They would end the node; their example names no member of this cluster.
    private static readonly string[] Orders = ["leaveCluster", "downMember"];

    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    private Task<NodeProcess> StartAsync() => NodeProcess.StartReadyAsync(
        new NodeSettings { DataDirectory = _data.Path, Environment = "Production" });

    [Fact]
    public async Task Are_as_the_document_says()
    {
        await using var node = await StartAsync();
        var tour = await ApiTour.BeginAsync(node);

        await SucceedAsync(tour, First.Select(id => tour.Contract[id]));
        await ConflictAsync(tour);
        await EndedWindow.MakeAsync(node, ApiTour.Tenant, "cup", "user-123", EndedWindow.ExampleEnd);
        await SucceedAsync(tour, tour.Contract.Operations.Where(
            operation => !operation.IsSocket && !First.Contains(operation.Id) && !Last.Contains(operation.Id)
                && !Orders.Contains(operation.Id)));
        foreach (var id in Orders) await tour.SendAsync(ApiTour.CallOf(tour.Contract[id]), 404);
        foreach (var operation in tour.Contract.Operations.Where(operation => !operation.IsSocket))
        {
            await RefuseCallersAsync(tour, operation);
            await RefuseRequestsAsync(tour, operation);
        }
        await LagAsync(tour);
        await SucceedAsync(tour, Last.Select(id => tour.Contract[id]));
        await SuspendAsync(tour);

        Assert.True(tour.Faults.Count == 0, string.Join('\n', tour.Faults));
        Assert.Empty(Unseen(tour));
    }

    /// <summary>What was not seen and could have been: not faults of ours, overload, a node that has no signing
    /// key or shows its operations to some only.</summary>
    private static IEnumerable<string> Unseen(ApiTour tour) =>
        from operation in tour.Contract.Operations
        where !operation.IsSocket
        from status in operation.Statuses
        where !(Orders.Contains(operation.Id) && status == 200)
        where status is not (429 or 500 or 503) && !(operation.IsSigned && status == 404)
        where !(operation.Caller == "operations" && status is 401 or 403)
        where !tour.HasSeen(operation, status)
        select $"{operation.Key} {status}";

    private static async Task SucceedAsync(ApiTour tour, IEnumerable<ApiOperation> operations)
    {
        foreach (var operation in operations)
        {
            var call = ApiTour.CallOf(operation);
            // Scoring is behind the answer to the event; so the user is not ranked at once.
            if (call.Path.ContainsKey("user_id")) await tour.SendUntilAsync(call, operation.Success);
            else if (await tour.SendAsync(call, operation.Success) is { } answer
                && answer["signing_secret"]?.GetValue<string>() is { } secret)
            {
                tour.Secret = secret;
            }
        }
    }

    private static async Task ConflictAsync(ApiTour tour)
    {
        await tour.SendAsync(ApiTour.CallOf(tour.Contract["createTenant"]), 409);
        await tour.SendAsync(ApiTour.CallOf(tour.Contract["createLeaderboard"]), 409);
        foreach (var id in new[] { "putLeaderboardConfig", "changeLeaderboard" })
        {
            var call = ApiTour.CallOf(tour.Contract[id]);
            call.Body!["version"] = 1_000;
            await tour.SendAsync(call, 409);
        }
    }

    private static async Task RefuseCallersAsync(ApiTour tour, ApiOperation operation)
    {
        if (operation.Caller is not (null or "operations")) await tour.SendAsync(ApiTour.CallOf(operation), null, 401);
        if (operation.IsSigned)
        {
            var unsigned = ApiTour.CallOf(operation);
            unsigned.Headers["X-Signature"] = "";
            await tour.SendAsync(unsigned, null, 401);
        }
        var wrong = operation.Caller switch
        {
            null or "operations" => null,
            "tenant" => TestCredentials.AdminKey,
            _ => TestCredentials.TokenOf(ApiTour.Tenant),
        };
        if (wrong is not null) await tour.SendAsync(ApiTour.CallOf(operation), wrong, 403);
    }

    private static async Task RefuseRequestsAsync(ApiTour tour, ApiOperation operation)
    {
        foreach (var parameter in operation.Parameters.Where(parameter => parameter.In == "path"))
        {
            var missing = ApiTour.CallOf(operation);
            missing.Path[parameter.Name] = "nobody-knows-this";
            await tour.SendAsync(missing, 404);
        }
        foreach (var parameter in operation.Parameters.Where(IsChecked))
        {
            var bad = ApiTour.CallOf(operation);
            bad.Query[parameter.Name] = "!";
            await tour.SendAsync(bad, 400);
        }
        if (operation.BodyExample is null) return;
        var call = ApiTour.CallOf(operation);
        call.RawBody = "{";
        await tour.SendAsync(call, 400);
        call.RawBody = "{\"x\":\"" + new string('x', 1_048_576) + "\"}";
        await tour.SendAsync(call, 413);
        call.RawBody = null;
        call.ContentType = "text/plain";
        await tour.SendAsync(call, 415);
    }

    /// <summary>Is a wrong value refused? A window's key that is none is one that is not there.</summary>
    private static bool IsChecked(ApiParameter parameter) =>
        parameter.In == "query" && parameter.Name != "window_key";

    private static async Task LagAsync(ApiTour tour)
    {
        var call = ApiTour.CallOf(tour.Contract["getRank"]);
        call.Query["min_position"] = "1000000";
        await tour.SendAsync(call, 503);
    }

    private static async Task SuspendAsync(ApiTour tour)
    {
        var call = ApiTour.CallOf(tour.Contract["changeTenant"]);
        call.Body = new JsonObject { ["status"] = "suspended" };
        await tour.SendAsync(call, 200);
        await tour.SendAsync(ApiTour.CallOf(tour.Contract["createGamerToken"]), 403);
    }
}
