using System.Buffers.Text;
using System.Text;
using Phoenix.Messages.Ids;

namespace Phoenix.Http.Admin;

/// <summary>Where a list goes on: opaque to callers, the last id in base64url to us.</summary>
public static class Cursor
{
    public static string Of(string lastId) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(lastId));

    /// <summary>The id in the cursor, or null where it is none that Phoenix gave.</summary>
    public static string? Read(string cursor)
    {
        if (cursor.Length > IdText.NameLengthMax * 2 || !Base64Url.IsValid(cursor)) return null;
        var id = Encoding.Latin1.GetString(Base64Url.DecodeFromChars(cursor));
        return IdText.IsName(id) && Of(id) == cursor ? id : null;
    }
}
