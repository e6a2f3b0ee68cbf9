// An OpenID provider (the npm package oidc-provider) on a free port of 127.0.0.1, and under /test what steers it:
//
//   GET  /test/requests   how often discovery document and keys were asked for
//   POST /test/claims     {…}               claims that the next tokens carry beside the provider's own
//   POST /test/rotate     {}                new keys sign from now on; the ones before stay published
//   POST /test/sign       {header, payload} a token as given (null: without), signed with the present keys (alg RS256 or ES256)
//   POST /test/down       {down: true}      everything but /test breaks off
//   GET  /test/public-key  the RSA key that signs, as PEM
//
// Prints one line, {"issuer": "http://127.0.0.1:PORT"}, when it listens. Ends when its standard input closes.
import { createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const audience = 'phoenix-app';
const requests = { discovery: 0, keys: 0 };
const signers = { RS256: [], ES256: [] };
let claims = {};
let down = false;
let issuer;
let answer;

function addKeys() {
  const number = signers.RS256.length + 1;
  signers.RS256.unshift({ ...newKey('rsa', { modulusLength: 2048 }), kid: `rsa-${number}`, alg: 'RS256', use: 'sig' });
  signers.ES256.unshift({ ...newKey('ec', { namedCurve: 'P-256' }), kid: `ec-${number}`, alg: 'ES256', use: 'sig' });
}

// By way of text: Node.js 20 may deadlock in the export of a key object that it has just generated (a garbage collection
// meanwhile destroys the generating job, which waits for the lock that the export holds).
function newKey(type, options) {
  const pem = generateKeyPairSync(type, {
    ...options,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  }).privateKey;
  return createPrivateKey(pem).export({ format: 'jwk' });
}

// The provider signs with the first key that fits. It takes its keys once, so a rotation makes a new one.
function start() {
  addKeys();
  const provider = new Provider(issuer, {
    jwks: { keys: [...signers.RS256, ...signers.ES256] },
    clients: [{
      client_id: 'game', client_secret: 'game-secret', grant_types: ['client_credentials'], redirect_uris: [],
      response_types: [],
    }],
    extraTokenClaims: () => claims,
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        getResourceServerInfo: (_, resource) => ({
          scope: '', audience, accessTokenFormat: 'jwt', accessTokenTTL: 600,
          jwt: { sign: { alg: resource.endsWith('es256') ? 'ES256' : 'RS256' } },
        }),
      },
    },
  });
  answer = provider.callback();
}

function token({ header, payload }) {
  const key = createPrivateKey({ key: signers[header.alg][0], format: 'jwk' });
  const part = (value) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const all = { iss: issuer, aud: audience, ...payload };
  for (const name of Object.keys(all)) if (all[name] === null) delete all[name];
  const text = `${part({ kid: signers[header.alg][0].kid, ...header })}.${part(all)}`;
  const signature = sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' });
  return `${text}.${signature.toString('base64url')}`;
}

async function steer(path, request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  const body = text ? JSON.parse(text) : {};
  switch (path) {
    case '/test/requests': return requests;
    case '/test/claims': claims = body; return {};
    case '/test/rotate': start(); return {};
    case '/test/down': down = body.down; return {};
    case '/test/sign': return { token: token(body) };
    case '/test/public-key':
      return { pem: createPublicKey({ key: signers.RS256[0], format: 'jwk' }).export({ type: 'spki', format: 'pem' }) };
    default: return { error: 'unknown' };
  }
}

const server = createServer(async (request, response) => {
  const path = request.url.split('?')[0];
  if (path.startsWith('/test/')) {
    const result = await steer(path, request);
    response.setHeader('Content-Type', 'application/json');
    response.end(JSON.stringify(result));
    return;
  }
  if (path === '/.well-known/openid-configuration') requests.discovery += 1;
  if (path === '/jwks') requests.keys += 1;
  if (down) request.socket.destroy();
  else answer(request, response);
});

server.listen(0, '127.0.0.1', () => {
  issuer = `http://127.0.0.1:${server.address().port}`;
  start();
  console.log(JSON.stringify({ issuer }));
});
process.stdin.on('end', () => process.exit(0)).resume();
