// The tenant's recent events, asked for again and again: the rate of ingestion, the head of its log, each board's lag.

import { ApiError, api } from "./api.js";
import { session } from "./session.js";

export const SAMPLES = 60;
const INTERVAL_MS = 2_000;
const EVENTS = 100;

const state = { isKnown: false, events: [], boards: new Map(), head: null, rate: null, rates: [], fault: null };
const listeners = new Set();
let timer = 0;
let last = null;
let stop = new AbortController();

export const pulse = {
  get state() { return state; },

  /** Calls `listener(state)` now and at each change; the result ends that. */
  listen(listener) {
    listeners.add(listener);
    listener(state);
    return () => listeners.delete(listener);
  },

  /** Begins anew, for whoever is signed in now. */
  restart() {
    this.stop();
    if (!session.isAdmin || !session.tenant) return;
    stop = new AbortController();
    ask(stop.signal);
  },

  stop() {
    stop.abort();
    clearTimeout(timer);
    last = null;
    Object.assign(state, {
      isKnown: false, events: [], boards: new Map(), head: null, rate: null, rates: [], fault: null,
    });
    tell();
  },
};

async function ask(signal) {
  if (!document.hidden && !await refresh(signal)) return;
  if (!signal.aborted) timer = setTimeout(() => ask(signal), INTERVAL_MS);
}

/** False where asking again is of no use: what this credential may not doesn't change. */
async function refresh(signal) {
  try {
    take(await api.recent(EVENTS, signal));
  } catch (fault) {
    if (signal.aborted) return false;
    if (!(fault instanceof ApiError)) throw fault;
    state.fault = fault;
  }
  if (signal.aborted) return false;
  tell();
  const status = state.fault?.status ?? 0;
  return status < 400 || status >= 500 || status === 429;
}

function take(recent) {
  const now = performance.now();
  // What came since the last answer is on its way; what stood there before and is not applied yet is behind.
  const arrived = last ? Math.max(0, recent.accepted_total - last.total) : Infinity;
  // The count begins again where the tenant's actor does: that is no negative rate.
  if (last && recent.accepted_total >= last.total) {
    state.rate = (recent.accepted_total - last.total) / ((now - last.at) / 1_000);
    state.rates = [...state.rates, state.rate].slice(-SAMPLES);
  }
  last = { total: recent.accepted_total, at: now };
  Object.assign(state, {
    isKnown: true, events: recent.events, head: recent.head, fault: null,
    boards: new Map(recent.boards.map((board) =>
      [board.leaderboard_id, { ...board, lag_rows: Math.max(0, board.lag_rows - arrived) }])),
  });
}

function tell() {
  for (const listener of listeners) listener(state);
}
