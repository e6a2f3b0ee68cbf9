using Phoenix.Cluster.Storage;

namespace Phoenix.Cluster.Tests.Storage;

public sealed class SecretBoxSpecs
{
    private static readonly string One = Convert.ToBase64String(new byte[32]);
    private static readonly string Two = Convert.ToBase64String([.. Enumerable.Repeat((byte)2, 32)]);

    [Fact]
    public void Without_a_key_a_secret_is_kept_as_it_is_and_with_one_it_is_not()
    {
        Assert.Contains("demo-secret", new SecretBox(null).Seal("demo-secret"));
        Assert.DoesNotContain("demo-secret", new SecretBox(One).Seal("demo-secret"));
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Opens_what_was_sealed_without_a_key_or_with_a_previous_one(bool hadKey, bool hasKey)
    {
        var stored = new SecretBox(hadKey ? One : null).Seal("demo-secret");
        var box = new SecretBox(hasKey ? Two : null, [One]);

        Assert.Equal("demo-secret", box.Open(stored));
        Assert.Equal(!hadKey && !hasKey, box.IsCurrent(stored));
        Assert.True(box.IsCurrent(box.Seal("demo-secret")));
    }

    [Theory]
    [InlineData("gcm:")]
    [InlineData("gcm:AAAA")]
    [InlineData("gcm:no base64")]
    [InlineData("other:demo-secret")]
    [InlineData("")]
    public void What_no_key_opens_is_said_to_be_so(string stored)
    {
        var box = new SecretBox(One, [Two]);

        Assert.Null(box.TryOpen(stored));
        Assert.False(box.IsCurrent(stored));
        Assert.Throws<StorageException>(() => box.Open(stored));
    }

    [Fact]
    public void A_single_changed_byte_is_noticed()
    {
        var stored = new SecretBox(One).Seal("demo-secret");
        var bytes = Convert.FromBase64String(stored[4..]);
        bytes[^1] ^= 1;

        Assert.Null(new SecretBox(One).TryOpen("gcm:" + Convert.ToBase64String(bytes)));
    }
}
