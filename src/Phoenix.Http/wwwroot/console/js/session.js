// Who is signed in. Kept in memory and, for reloads of this tab, in sessionStorage; never in an address.

const KEY = "phoenix.session";
const TENANT_CLAIMS = ["org_id", "urn:zitadel:iam:user:resourceowner:id"];

let state = load();

function load() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? null;
  } catch {
    return null;
  }
}

function save() {
  try {
    if (state) sessionStorage.setItem(KEY, JSON.stringify(state));
    else sessionStorage.clear();
  } catch {
    // A browser that keeps nothing: the session lasts as long as the page.
  }
}

/** What a token says of itself; the node judges it. Null where it is no JWT: then it is an admin key. */
export function claimsOf(credential) {
  const parts = credential.split(".");
  if (parts.length !== 3) return null;
  try {
    const base64 = parts[1].replaceAll("-", "+").replaceAll("_", "/");
    const claims = JSON.parse(new TextDecoder().decode(Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))));
    const projectRoles = Object.keys(claims["urn:zitadel:iam:org:project:roles"] ?? {});
    const roles = [...(Array.isArray(claims.roles) ? claims.roles : []), ...projectRoles];
    return {
      tenant: TENANT_CLAIMS.map((name) => claims[name]).find((value) => typeof value === "string") ?? null,
      user: typeof claims.sub === "string" ? claims.sub : null,
      isPlatform: roles.includes("phoenix.platform"),
      isAdmin: roles.includes("phoenix.platform") || roles.includes("phoenix.admin"),
    };
  } catch {
    return null;
  }
}

export const session = {
  get isOpen() { return state !== null; },
  get isKey() { return state?.claims === null; },
  get isPlatform() { return state !== null && (state.claims === null || state.claims.isPlatform); },
  get isAdmin() { return state !== null && (state.claims === null || state.claims.isAdmin); },
  get user() { return state?.claims?.user ?? null; },
  get tenant() { return state?.tenant ?? null; },
  get credential() { return state?.credential ?? null; },

  /** The token that reads the chosen tenant's standings; an admin key reads none. */
  get reader() {
    if (!state) return null;
    return state.claims?.tenant === state.tenant ? state.credential : state.readers[state.tenant] ?? null;
  },

  open(credential) {
    const claims = claimsOf(credential);
    state = { credential, claims, tenant: claims?.tenant ?? null, readers: {} };
    save();
  },

  chooseTenant(tenant) {
    state.tenant = tenant;
    save();
  },

  /** Adds a token of a tenant to an admin key, for its standings. */
  addReader(token) {
    const claims = claimsOf(token);
    if (!claims?.tenant) throw new Error("This is not a token of a tenant.");
    if (claims.tenant !== state.tenant) throw new Error(`This token is of the tenant “${claims.tenant}”.`);
    state.readers[claims.tenant] = token;
    save();
  },

  close() {
    state = null;
    save();
  },
};
