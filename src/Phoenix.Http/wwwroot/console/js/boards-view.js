// The tenant's boards, each with its leaders as they are now.

import { api } from "./api.js";
import { h, replace, setText } from "./dom.js";
import * as format from "./format.js";
import { pulse } from "./pulse.js";
import { readerForm } from "./reader-form.js";
import { session } from "./session.js";

const LEADERS = 3;
const REFRESH_MS = 3_000;
const WATCHED_MAX = 30;
const VISITED_KEY = "phoenix.visited";

/** Remembers a board for those whose token can't list them. */
export function noteVisit(board) {
  const ids = [board, ...visited().filter((id) => id !== board)].slice(0, 8);
  sessionStorage.setItem(VISITED_KEY, JSON.stringify(ids));
}

function visited() {
  try {
    return JSON.parse(sessionStorage.getItem(VISITED_KEY)) ?? [];
  } catch {
    return [];
  }
}

export function boardsView({ go, reload }) {
  if (session.isAdmin && !session.tenant) return { title: "Boards", element: noTenant() };
  const view = session.isAdmin ? listView(reload) : chooserView(go);
  return { title: "Boards", ...view };
}

function noTenant() {
  return h("section", null, h("h1", { tabindex: "-1" }, "Boards"), h("p", { class: "notice" },
    "There is no tenant yet. ", h("code", null, "POST /v1/tenants"), " with this key creates the first."));
}

function listView(reload) {
  const list = h("ul", { class: "boards" });
  const note = h("p", { class: "muted" }, "Loading …");
  const element = h("section", null,
    h("div", { class: "page-head" }, h("h1", { tabindex: "-1" }, "Boards"),
      h("a", { class: "button", href: "#/new" }, "New board")),
    !session.reader && readerForm(reload), note, list);
  const watch = new AbortController();
  let forget = () => {};
  load();
  return { element, dispose };

  async function load() {
    try {
      const { leaderboards } = await api.boards({ signal: watch.signal });
      if (watch.signal.aborted) return;
      const cards = leaderboards.map(boardCard);
      replace(list, cards.map((card) => card.element));
      note.textContent = leaderboards.length === 0 ? "This tenant has no board yet." : "";
      note.hidden = leaderboards.length > 0;
      forget = pulse.listen((state) => cards.forEach((card) => card.showLag(state.boards.get(card.id))));
      if (session.reader) refreshLeaders(cards.filter((card) => card.isActive).slice(0, WATCHED_MAX), watch.signal);
    } catch (fault) {
      if (watch.signal.aborted) return;
      note.className = "notice error";
      note.textContent = fault.message;
    }
  }

  function dispose() {
    watch.abort();
    forget();
  }
}

function boardCard(board) {
  const leaders = h("ol", { class: "leaders", "aria-label": "Leaders" });
  const lag = h("span", { class: "lag" });
  const state = board.status === "active" ? null : h("span", { class: `chip ${board.status}` }, board.status);
  const element = h("li", { class: "board" },
    h("h2", null, h("a", { href: `#/boards/${encodeURIComponent(board.leaderboard_id)}` }, board.name)),
    h("p", { class: "kind" }, format.boardKind(board.config), " ", state),
    board.description && h("p", { class: "description" }, board.description),
    leaders,
    h("p", { class: "foot" }, h("code", null, board.leaderboard_id), lag));
  let etag = null;
  return {
    id: board.leaderboard_id,
    isActive: board.status !== "archived",
    element,

    showLag(figures) {
      if (!figures) return;
      setText(lag, figures.lag_rows === 0 ? `at ${figures.position}` : `${format.count(figures.lag_rows)} rows behind`);
      lag.classList.toggle("behind", figures.lag_rows > 0);
    },

    async refresh() {
      const answer = await api.pageIfChanged(board.leaderboard_id, { limit: LEADERS }, etag);
      if (answer.unchanged) return;
      etag = answer.etag;
      const { entries } = answer.data;
      if (entries.length === 0) replace(leaders, h("li", { class: "muted" }, "Nobody yet"));
      else replace(leaders, entries.map(leader));
    },
  };
}

function leader(entry) {
  return h("li", null, h("span", { class: "rank" }, String(entry.rank)), h("span", { class: "name" }, entry.user_id),
    h("span", { class: "points" }, format.score(entry.score)));
}

async function refreshLeaders(cards, signal) {
  while (!signal.aborted) {
    if (!document.hidden) await Promise.allSettled(cards.map((card) => card.refresh()));
    await new Promise((resolve) => setTimeout(resolve, REFRESH_MS));
  }
}

function chooserView(go) {
  const field = h("input", { id: "board", autocomplete: "off", spellcheck: "false", required: true, maxlength: "64" });
  const known = visited();
  const element = h("section", { class: "narrow" },
    h("h1", { tabindex: "-1" }, "Open a board"),
    h("form", { class: "inline", onsubmit: open }, h("label", { for: "board" }, "Board id"), field,
      h("button", { type: "submit", class: "primary" }, "Open")),
    known.length > 0 && h("p", null, "Seen before: ", known.map((id, i) =>
      [i > 0 && ", ", h("a", { href: `#/boards/${encodeURIComponent(id)}` }, id)])),
    h("p", { class: "notice" }, h("strong", null, "This token reads standings. "),
      "Listing, making and changing boards, and the log of events, take a token with the role ",
      h("code", null, "phoenix.admin"), " or an admin key."));

  function open(event) {
    event.preventDefault();
    go(`/boards/${encodeURIComponent(field.value.trim())}`);
  }

  return { element, focus: field };
}
