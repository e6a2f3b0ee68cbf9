using System.Collections.Immutable;
using Akka.Actor;
using Akka.Hosting;
using Akka.Persistence;
using Akka.Persistence.Journal;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Phoenix.Cluster.Hosting;
using Phoenix.Http.Hosting;

namespace Phoenix.Benchmarks.Ingestion;

/// <summary>A node like any other, but that its journal acknowledges each write without writing: the ceiling to compare
/// with.</summary>
internal static class NodeWithoutJournal
{
    /// <summary>Runs the node; the benchmark starts itself with it, in a process apart.</summary>
    public const string Verb = "node-without-journal";

    /// <summary>What <c>dotnet</c> is to run.</summary>
    public static IReadOnlyList<string> Program => [typeof(NodeWithoutJournal).Assembly.Location, Verb];

    public static async Task<int> RunAsync()
    {
        var app = PhoenixHost.Build([], akka => akka.AddHocon(
            $"akka.persistence.journal.sql.class = \"{typeof(Journal).AssemblyQualifiedName}\"", HoconAddMode.Prepend));
        await app.Services.GetRequiredService<StorageBootstrap>().RunAsync(CancellationToken.None);
        await app.RunAsync();
        return 0;
    }

    /// <summary>Says that it has written.</summary>
    private sealed class Journal : AsyncWriteJournal
    {
        /// <summary>Null is Akka's way to say that all went well.</summary>
        private static readonly Task<IImmutableList<Exception?>> Written =
            Task.FromResult<IImmutableList<Exception?>>(null!);

        /// <param name="config">Akka hands it to every journal; this one has nothing to set.</param>
        public Journal(Akka.Configuration.Config config) => _ = config;

        public override Task ReplayMessagesAsync(
            IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max,
            Action<IPersistentRepresentation> recoveryCallback) => Task.CompletedTask;

        public override Task<long> ReadHighestSequenceNrAsync(
            string persistenceId, long fromSequenceNr, CancellationToken cancellationToken) => Task.FromResult(0L);

        protected override Task<IImmutableList<Exception?>> WriteMessagesAsync(
            IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken) => Written;

        protected override Task DeleteMessagesToAsync(
            string persistenceId, long toSequenceNr, CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
