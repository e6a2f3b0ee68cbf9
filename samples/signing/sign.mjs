// Usage: PHOENIX_SIGNING_SECRET=… node sign.mjs METHOD PATH TIMESTAMP < body
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';

const [method, path, timestamp] = process.argv.slice(2);
const body = readFileSync(0);
const signature = createHmac('sha256', process.env.PHOENIX_SIGNING_SECRET)
  .update(`${method}\n${path}\n${timestamp}\n`)
  .update(body)
  .digest('hex');
console.log(`hmac-sha256=${signature}`);
