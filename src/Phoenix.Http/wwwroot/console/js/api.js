// The public HTTP API, and nothing else.

import { session } from "./session.js";

/** What the API refused, in its own words; `details` names fields. */
export class ApiError extends Error {
  constructor(status, code, message, details = []) {
    super(message);
    Object.assign(this, { status, code, details });
  }
}

/** Numbers beyond what a JavaScript number holds exactly stay the text that was sent. */
export function parseJson(text) {
  return JSON.parse(text, (key, value, context) => {
    const isInexact = typeof value === "number" && Math.abs(value) > 9_007_199_254 && context?.source;
    return isInexact && String(value) !== context.source ? context.source : value;
  });
}

let tellUnauthorized = () => {};

/** Calls `listener(message)` when the credential that is signed in is taken no longer. */
export function onUnauthorized(listener) {
  tellUnauthorized = listener;
}

async function send(method, path, { query, body, credential, signal, etag, raw } = {}) {
  const headers = { Accept: "application/json" };
  if (credential) headers.Authorization = `Bearer ${credential}`;
  if (body !== undefined || raw !== undefined) headers["Content-Type"] = "application/json";
  if (etag) headers["If-None-Match"] = etag;
  const given = Object.entries(query ?? {}).filter(([, value]) => (value ?? "") !== "");
  const search = given.length > 0 ? `?${new URLSearchParams(given)}` : "";
  let response;
  try {
    response = await fetch(path + search, {
      method, headers, signal, cache: "no-store", credentials: "same-origin",
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
  } catch (fault) {
    if (fault.name === "AbortError") throw fault;
    throw new ApiError(0, "UNREACHABLE", "The node does not answer.");
  }
  if (response.status === 304) return { unchanged: true, etag };
  const text = await response.text();
  const data = parseIfJson(text);
  if (response.ok) return { data, etag: response.headers.get("ETag") };
  const refusal = refusalOf(response.status, data);
  if (response.status === 401 && credential === session.credential) tellUnauthorized(refusal.message);
  throw refusal;
}

function parseIfJson(text) {
  try {
    return parseJson(text);
  } catch {
    return null;
  }
}

function refusalOf(status, data) {
  const error = data?.error;
  return new ApiError(
    status, error?.code ?? "UNKNOWN", error?.message ?? `The node answered ${status}.`, error?.details ?? []);
}

// Queries are a tenant's own and take its token; administration names the tenant where the credential is a platform's.
const read = async (path, query, options) =>
  (await send("GET", path, { query, credential: session.reader, ...options })).data;

async function administer(method, path, { query, ...options } = {}) {
  const tenant = session.isPlatform ? { tenant_id: session.tenant } : {};
  const { credential } = session;
  return (await send(method, path, { query: { ...tenant, ...query }, credential, ...options })).data;
}

const board = (id) => `/v1/leaderboards/${encodeURIComponent(id)}`;

export const api = {
  /** Is this credential good, and for what? Throws what the node says where it is not. */
  async check(credential, claims) {
    if (!claims) return (await send("GET", "/v1/tenants", { query: { limit: 1 }, credential })).data;
    if (claims.isPlatform) {
      return (await send("GET", "/v1/leaderboards", { query: { tenant_id: claims.tenant }, credential })).data;
    }
    if (claims.isAdmin) return (await send("GET", "/v1/leaderboards", { credential })).data;
    try {
      // No board has this id. A good token learns just that.
      return (await send("GET", "/v1/leaderboards/-", { credential })).data;
    } catch (fault) {
      if (fault.status !== 404) throw fault;
      return null;
    }
  },

  async tenants() {
    const all = [];
    let cursor = null;
    do {
      const query = { limit: 1000, cursor };
      const page = (await send("GET", "/v1/tenants", { query, credential: session.credential })).data;
      all.push(...page.tenants);
      cursor = page.next_cursor;
    } while (cursor);
    return all;
  },

  boards: (options) => administer("GET", "/v1/leaderboards", options),
  definition: (id) => administer("GET", `${board(id)}/definition`),
  create: (body) => administer("POST", "/v1/leaderboards", { body }),
  putConfig: (id, body) => administer("PUT", board(id), { body }),
  patch: (id, body) => administer("PATCH", board(id), { body }),
  dryRun: (raw, signal) => administer("POST", "/v1/leaderboards/dry-run", { raw, signal }),
  recent: (limit, signal) => administer("GET", "/v1/events/recent", { query: { limit }, signal }),
  rebuild: (id) => administer("GET", `${board(id)}/rebuild`),
  cancelRebuild: (id) => administer("DELETE", `${board(id)}/rebuild`),
  verify: (id) => administer("POST", `${board(id)}/verify`),

  page: (id, query, signal) => read(board(id), query, { signal }),
  around: (id, user, query) => read(`${board(id)}/user/${encodeURIComponent(user)}`, query),
  windows: (id, query) => read(`${board(id)}/windows`, query),
  snapshots: (id, query) => read(`/v1/snapshots/${encodeURIComponent(id)}`, query),
  snapshot: (id, at, query) => read(`/v1/snapshots/${encodeURIComponent(id)}/${encodeURIComponent(at)}`, query),
  snapshotUser: (id, at, user) => read(
    `/v1/snapshots/${encodeURIComponent(id)}/${encodeURIComponent(at)}/user/${encodeURIComponent(user)}`),

  /** The page with its ETag, or `unchanged`. */
  pageIfChanged: (id, query, etag) => send("GET", board(id), { query, etag, credential: session.reader }),

  sendEvent: async (raw) => (await send("POST", "/v1/events", { raw, credential: session.reader })).data,
};
