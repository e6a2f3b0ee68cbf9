namespace Phoenix.System.Tests.Fuzz;

/// <summary>How the length of a body is told.</summary>
internal enum BodyFraming
{
    /// <summary>By <c>Content-Length</c>.</summary>
    Length,

    /// <summary>In two chunks.</summary>
    Chunked,

    /// <summary>In chunks the last of which has no length.</summary>
    BrokenChunks,

    /// <summary>There is less of it than declared.</summary>
    TooShort,

    /// <summary>There is more of it than declared.</summary>
    TooLong,
}
