using System.Runtime.Serialization;
using CsCheck;
using Phoenix.Messages.Serialization;
using Phoenix.Messages.Serialization.Mapping;

namespace Phoenix.Messages.Tests.Serialization;

/// <summary>Any bytes read back or are a <see cref="SerializationException"/>, and cost little memory.</summary>
public class MalformedBytesSpecs
{
    private const long AllocatedBytesMax = 100_000_000;
    private const int Tries = 5_000;
    private static readonly PhoenixSerializer Serializer = new(null!);

    private static readonly (string Manifest, byte[] Bytes)[] Valid =
        [.. Samples.All.Select(sample => (Serializer.Manifest(sample), Serializer.ToBinary(sample)))];

    private static readonly Gen<(string Manifest, byte[] Bytes)> GenSample =
        Gen.Int[0, Valid.Length - 1].Select(i => Valid[i]);

    private static readonly Gen<string> GenManifest =
        Gen.Int[0, MessageCodecs.All.Count - 1].Select(i => MessageCodecs.All[i].Manifest);

    [Fact]
    public void Random_bytes() => Gen.Select(GenManifest, Gen.Byte.Array[0, 300]).Sample(ReadOrRefuse, iter: Tries);

    [Fact]
    public void Truncated_messages() =>
        Gen.Select(GenSample, Gen.Double[0, 1]).Select((sample, part) =>
            (sample.Manifest, sample.Bytes[..(int)(sample.Bytes.Length * part)])).Sample(ReadOrRefuse, iter: Tries);

    [Fact]
    public void Messages_with_flipped_bits() =>
        Gen.Select(GenSample, Gen.Int[0, int.MaxValue].Array[1, 8]).Select((sample, flips) =>
            (sample.Manifest, Flipped(sample.Bytes, flips))).Sample(ReadOrRefuse, iter: Tries);

    [Fact]
    public void Messages_under_a_wrong_manifest() =>
        Gen.Select(GenManifest, GenSample).Select((manifest, sample) => (manifest, sample.Bytes))
            .Sample(ReadOrRefuse, iter: Tries);

    private static byte[] Flipped(byte[] bytes, int[] flips)
    {
        var flipped = bytes.ToArray();
        if (flipped.Length == 0) return flipped;
        foreach (var flip in flips) flipped[flip / 8 % flipped.Length] ^= (byte)(1 << (flip % 8));
        return flipped;
    }

    // True is what the property asserts; anything but a SerializationException gets out and fails it.
    private static bool ReadOrRefuse((string Manifest, byte[] Bytes) input)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            Assert.NotEmpty(Described.Of(Serializer.FromBinary(input.Bytes, input.Manifest)));
        }
        catch (SerializationException refusal)
        {
            Assert.NotEmpty(refusal.Message);
        }
        return GC.GetAllocatedBytesForCurrentThread() - before < AllocatedBytesMax;
    }
}
