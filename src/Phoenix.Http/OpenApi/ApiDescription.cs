namespace Phoenix.Http.OpenApi;

/// <summary>Everything that is described: the place to begin when an endpoint is added or changed.</summary>
/// <remarks>
/// <para>
/// The document is made of the mapped endpoints (paths, methods, who may call) and of these descriptions (parameters,
/// bodies, answers, examples), one file per API. To add an endpoint: write its <see cref="Operation"/> into its API's
/// file here; a new API gets a new file and a line below. Limits come from the constants that the code obeys, words
/// from <c>ConfigNames</c>: <see cref="Schema"/> and <see cref="Parameters"/> have builders.
/// </para>
/// <para>
/// Errors that follow from credential, body and parameters are added by <see cref="ApiDocument"/>; name the others
/// (mostly 404 and 409) in <see cref="Operation.Errors"/>. An example is a promise: it is sent to a running node.
/// </para>
/// <para>
/// Tests hold it: an endpoint without a description or a description without an endpoint fails, real answers are
/// checked against the schemas, and <c>docs/openapi.v1.json</c> equals the document: run <c>OpenApiSpecs</c> with
/// <c>PHOENIX_WRITE_OPENAPI=1</c> to write it.
/// </para>
/// </remarks>
internal static class ApiDescription
{
    public static IReadOnlyList<ApiPart> Parts =>
    [
        IngestionDescription.Part,
        StandingsDescription.Part,
        WindowsDescription.Part,
        LiveDescription.Part,
        LeaderboardsDescription.Part,
        RebuildDescription.Part,
        InspectionDescription.Part,
        TenantsDescription.Part,
        GamerTokensDescription.Part,
        OperationsDescription.Part,
        OpsDescription.Part,
    ];
}
