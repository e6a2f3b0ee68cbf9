using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using NSwag;
using NSwag.CodeGeneration.CSharp;
using NSwag.CodeGeneration.OperationNameGenerators;
using Phoenix.TestSupport.Nodes;

namespace Phoenix.System.Tests.OpenApi;

/// <summary>A client that a public generator makes of the document compiles and talks to a running node.</summary>
public sealed class GeneratedClientSpecs : IDisposable
{
    private readonly DataFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Creates_a_board_sends_an_event_and_reads_the_page()
    {
        await using var node = await NodeProcess.StartReadyAsync(
            new NodeSettings { DataDirectory = _data.Path, Environment = "Production" });
        await FirstWrite.AwaitAsync(node);
        var client = await GenerateAsync(await node.Http.GetStringAsync("/openapi/v1.json"));

        var assembly = Compile(client, await File.ReadAllTextAsync(SmokeSource));
        var smoke = assembly.GetType("Phoenix.Generated.Smoke")!.GetMethod("RunAsync")!;
        var score = await (Task<double>)smoke.Invoke(
            null, [node.Url, TestCredentials.AdminKey, TestCredentials.TokenOf("client-tests")])!;

        Assert.Equal(1550, score);
    }

    private static string SmokeSource => Path.Combine(
        RepositoryPaths.Root, "tests", "Phoenix.System.Tests", "OpenApi", "Smoke.cs.txt");

    private static async Task<string> GenerateAsync(string document)
    {
        var settings = new CSharpClientGeneratorSettings
        {
            ClassName = "PhoenixClient",
            OperationNameGenerator = new SingleClientFromOperationIdOperationNameGenerator(),
            CSharpGeneratorSettings =
            {
                Namespace = "Phoenix.Generated",
                // The generator's other library would send an enum's C# name.
                JsonLibrary = NJsonSchema.CodeGeneration.CSharp.CSharpJsonLibrary.NewtonsoftJson,
            },
        };
        return new CSharpClientGenerator(await OpenApiDocument.FromJsonAsync(document), settings).GenerateFile();
    }

    private static Assembly Compile(params string[] sources)
    {
        var platform = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
        var compilation = CSharpCompilation.Create(
            "Phoenix.Generated",
            sources.Select(source => CSharpSyntaxTree.ParseText(source)),
            platform.Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
                    || Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll" or "Newtonsoft.Json.dll")
                .Select(path => MetadataReference.CreateFromFile(path)),
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        Assert.Empty(result.Diagnostics.Where(fault => fault.Severity == DiagnosticSeverity.Error));
        image.Position = 0;
        return new AssemblyLoadContext("client", isCollectible: true).LoadFromStream(image);
    }
}
