using Phoenix.Http.Auth;

namespace Phoenix.Http.Tests.Auth;

public sealed class DevelopmentSecretsSpecs : IDisposable
{
    private readonly string _directory = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName(), "data");

    public void Dispose()
    {
        if (Directory.Exists(_directory)) Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Makes_keys_once_and_keeps_them_for_their_owner_alone()
    {
        var first = DevelopmentSecrets.LoadOrCreate(_directory);
        var second = DevelopmentSecrets.LoadOrCreate(_directory);

        Assert.Equal(first, second);
        Assert.Equal(32, Convert.FromBase64String(first.SigningKey).Length);
        Assert.StartsWith("dev-", first.AdminApiKey);
        Assert.DoesNotContain(first.AdminApiKey, first.ToString());
        var file = Assert.Single(Directory.GetFiles(_directory));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
    }

    [Fact]
    public void Agrees_where_several_nodes_start_at_once()
    {
        var secrets = new DevelopmentSecrets[16];
        Parallel.For(0, secrets.Length, i => secrets[i] = DevelopmentSecrets.LoadOrCreate(_directory));

        Assert.Single(secrets.Distinct());
        Assert.Single(Directory.GetFiles(_directory));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("not json")]
    public void Says_what_to_do_with_a_file_that_holds_no_keys(string text)
    {
        DevelopmentSecrets.LoadOrCreate(_directory);
        var file = Directory.GetFiles(_directory)[0];
        File.WriteAllText(file, text);

        var fault = Assert.Throws<InvalidDataException>(() => DevelopmentSecrets.LoadOrCreate(_directory));
        Assert.Contains(file, fault.Message);
    }
}
