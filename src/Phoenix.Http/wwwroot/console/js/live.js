// One live view of a board: a socket that comes back by itself, and queries in its place while it can't.

import { api, parseJson } from "./api.js";
import { session } from "./session.js";

const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 8_000;
const SILENCE_MS_MAX = 40_000;
const FINAL_CODES = new Map([[4401, "The token has expired: sign in again."], [4403, "The tenant is suspended."]]);

/**
 * Calls `onView({entries, total, sequence, windowKey, position, asOf, isWhole})` when what is watched has changed, and
 * `onState({kind, message})` with kind `connecting`, `live`, `polling`, `refused` or `closed`.
 */
export class LiveView {
  #board; #view; #onView; #onState;
  #socket = null; #retries = 0; #timer = 0; #watchdog = 0; #isClosed = false;
  #rows = new Map(); #current = null;

  /** @param view {page, pageSize, windowKey, around}; windowKey and around may be null. */
  constructor(board, view, { onView, onState }) {
    this.#board = board;
    this.#view = { page: 1, pageSize: 50, windowKey: null, around: null, ...view };
    this.#onView = onView;
    this.#onState = onState;
    this.#connect();
  }

  /** Watches another page; the connection stays. */
  configure(change) {
    Object.assign(this.#view, change);
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    this.#socket.send(JSON.stringify({
      type: "configure", page: this.#view.page, page_size: this.#view.pageSize,
    }));
  }

  close() {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    clearTimeout(this.#watchdog);
    const socket = this.#socket;
    // Closed before it is open, it would stand in the browser's console as an error.
    if (socket.readyState === WebSocket.CONNECTING) socket.onopen = () => socket.close(1000);
    else socket.close(1000);
  }

  #connect() {
    const socket = new WebSocket(this.#address(), ["phoenix.v1", `bearer.${session.reader}`]);
    let isOpened = false;
    this.#socket = socket;
    socket.onopen = () => {
      isOpened = true;
      this.#watch();
    };
    socket.onmessage = (message) => {
      this.#watch();
      this.#take(parseJson(message.data));
    };
    socket.onclose = (event) => this.#onClosed(event, isOpened);
  }

  #address() {
    const { page, pageSize, windowKey, around } = this.#view;
    const query = new URLSearchParams({ page, page_size: pageSize });
    if (windowKey) query.set("window_key", windowKey);
    if (around) query.set("filter", `around:${around}`);
    // Only a view of a named window can be taken up where it was left.
    const isNamed = windowKey && windowKey !== "current";
    if (isNamed && this.#current?.of === this.#viewKey()) query.set("resume", this.#current.sequence);
    const url = new URL(`/v1/leaderboards/${encodeURIComponent(this.#board)}/ws?${query}`, location.href);
    url.protocol = location.protocol === "https:" ? "wss:" : "ws:";
    return url;
  }

  #viewKey() {
    return JSON.stringify(this.#view);
  }

  #take(message) {
    switch (message.type) {
      case "snapshot":
        if (message.one_off) return;
        this.#rows = new Map(message.entries.map((entry) => [entry.user_id, entry]));
        this.#show(message, true);
        this.#setLive();
        break;
      case "update":
        for (const id of message.removed) this.#rows.delete(id);
        for (const entry of message.entries) this.#rows.set(entry.user_id, entry);
        this.#show(message, false);
        break;
      case "resumed":
        this.#setLive();
        break;
      case "error":
        this.#onState({ kind: "refused", message: message.error.message, status: message.error.status });
        break;
      default:
        // heartbeat, pong, and window_changed, which a snapshot follows
        break;
    }
  }

  #show(message, isWhole) {
    const entries = [...this.#rows.values()].sort((a, b) => a.place - b.place);
    const windowKey = message.window_key;
    this.#current = { sequence: message.sequence, of: this.#viewKey() };
    this.#onView({
      entries, isWhole, windowKey, total: message.total, sequence: message.sequence,
      position: message.position, asOf: message.as_of,
    });
  }

  #setLive() {
    this.#retries = 0;
    this.#onState({ kind: "live" });
  }

  // The server is heard of every 15 seconds at least.
  #watch() {
    clearTimeout(this.#watchdog);
    this.#watchdog = setTimeout(() => this.#socket.close(), SILENCE_MS_MAX);
  }

  #onClosed(event, isOpened) {
    clearTimeout(this.#watchdog);
    if (this.#isClosed) return;
    if (FINAL_CODES.has(event.code)) {
      this.#onState({ kind: "closed", message: FINAL_CODES.get(event.code) });
      return;
    }
    // A browser doesn't tell why a handshake failed; the same question by HTTP does.
    if (!isOpened) this.#poll();
    else this.#onState({ kind: "connecting" });
    const delay = Math.min(RETRY_MS_MAX, RETRY_MS_MIN * 2 ** this.#retries) * (0.75 + Math.random() / 2);
    this.#retries += 1;
    this.#timer = setTimeout(() => this.#connect(), delay);
  }

  async #poll() {
    const { page, pageSize, windowKey, around } = this.#view;
    const window = { window_key: windowKey };
    const asked = this.#viewKey();
    try {
      const shown = around
        ? await api.around(this.#board, around, { limit: pageSize, ...window })
        : await api.page(this.#board, { limit: pageSize, offset: (page - 1) * pageSize, ...window });
      if (this.#isClosed || asked !== this.#viewKey() || this.#socket.readyState === WebSocket.OPEN) return;
      this.#rows = new Map(shown.entries.map((entry) => [entry.user_id, entry]));
      this.#show(shown, false);
      this.#onState({ kind: "polling" });
    } catch (fault) {
      if (this.#isClosed) return;
      const isRefused = fault.status >= 400 && fault.status < 500 && fault.status !== 429;
      this.#onState({ kind: isRefused ? "refused" : "connecting", message: fault.message, status: fault.status });
    }
  }
}
