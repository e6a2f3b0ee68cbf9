using LinqToDB.Data;
using Npgsql;
using Phoenix.Cluster.Storage;

namespace Phoenix.Cluster.Tests.Storage;

public sealed class PostgreSqlPoolSpecs
{
    private const int Nodes = 3;

    // PostgreSQL's max_connections less superuser_reserved_connections, by default.
    private const int ConnectionsMax = 100 - 3;

    [Fact]
    public void Three_nodes_fit_into_a_server_as_it_comes()
    {
        var (journal, standings) = PoolsOf("Host=db;Username=phoenix");

        Assert.True(Nodes * (journal + standings) <= ConnectionsMax, $"{Nodes} * ({journal} + {standings})");
    }

    [Fact]
    public void The_operator_s_own_size_holds_for_each_pool() =>
        Assert.Equal((7, 7), PoolsOf("Host=db;Username=phoenix;Maximum Pool Size=7"));

    private static (int Journal, int Standings) PoolsOf(string connectionString)
    {
        var database = new PostgreSqlDatabase(connectionString);
        using var journal = database.OpenJournal();
        using var standings = database.OpenStandings();
        return (SizeOf(journal), SizeOf(standings));
    }

    private static int SizeOf(DataConnection connection) =>
        new NpgsqlConnectionStringBuilder(connection.ConnectionString).MaxPoolSize;
}
