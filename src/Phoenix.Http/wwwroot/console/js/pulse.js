// The tenant's recent events, asked for again and again: the rate of ingestion, the head of its log, each board's lag.

import { ApiError, api } from "./api.js";
import { session } from "./session.js";

export const SAMPLES = 60;
const INTERVAL_MS = 2_000;

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

document.addEventListener("visibilitychange", () => {
  if (!document.hidden && session.isOpen) pulse.restart();
});

async function ask(signal) {
  try {
    take(await api.recent(100, signal));
  } catch (fault) {
    if (signal.aborted) return;
    if (!(fault instanceof ApiError)) throw fault;
    state.fault = fault;
    // What this node doesn't offer, or this credential may not, doesn't change by asking again.
    if (fault.status >= 400 && fault.status < 500 && fault.status !== 429) {
      tell();
      return;
    }
  }
  if (signal.aborted) return;
  tell();
  if (!document.hidden) timer = setTimeout(() => ask(signal), INTERVAL_MS);
}

function take(recent) {
  const now = performance.now();
  // The count begins again where the tenant's actor does: that is no negative rate.
  if (last && recent.accepted_total >= last.total) {
    state.rate = (recent.accepted_total - last.total) / ((now - last.at) / 1_000);
    state.rates = [...state.rates, state.rate].slice(-SAMPLES);
  }
  last = { total: recent.accepted_total, at: now };
  Object.assign(state, {
    isKnown: true, events: recent.events, head: recent.head, fault: null,
    boards: new Map(recent.boards.map((board) => [board.leaderboard_id, board])),
  });
}

function tell() {
  for (const listener of listeners) listener(state);
}
