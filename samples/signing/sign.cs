// Usage: PHOENIX_SIGNING_SECRET=… dotnet run sign.cs -- METHOD PATH TIMESTAMP < body
#:property PublishAot=false
using System.Security.Cryptography;
using System.Text;

using var input = Console.OpenStandardInput();
using var body = new MemoryStream();
input.CopyTo(body);
var secret = Encoding.UTF8.GetBytes(Environment.GetEnvironmentVariable("PHOENIX_SIGNING_SECRET")!);
byte[] signed = [.. Encoding.UTF8.GetBytes($"{args[0]}\n{args[1]}\n{args[2]}\n"), .. body.ToArray()];
Console.WriteLine("hmac-sha256=" + Convert.ToHexStringLower(HMACSHA256.HashData(secret, signed)));
