using Phoenix.Http.Admin;

namespace Phoenix.Http.Tests.Admin;

public class CursorSpecs
{
    [Theory]
    [InlineData("a")]
    [InlineData("acme")]
    [InlineData("A-Z_0-9")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Reads_back_what_it_gave(string id) => Assert.Equal(id, Cursor.Read(Cursor.Of(id)));

    [Theory]
    [InlineData("")]
    [InlineData("acme!")]
    [InlineData("YWNtZQ==")]
    [InlineData("YWNtZR")]
    [InlineData(" YWNtZQ")]
    [InlineData("YS5i")]
    [InlineData("w6k")]
    [InlineData("é")]
    public void Refuses_what_it_never_gave(string cursor) => Assert.Null(Cursor.Read(cursor));
}
