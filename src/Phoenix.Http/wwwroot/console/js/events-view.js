// The last hundred events that were accepted, and what each board made of them.

import { h, replace, setText } from "./dom.js";
import * as format from "./format.js";
import { pulse } from "./pulse.js";
import { session } from "./session.js";

const VERDICTS = {
  scored: "scored", no_rule: "no rule", filtered: "filtered", not_computable: "not computable",
  window_closed: "window closed", window_limit: "window limit", inactive: "inactive",
};

export function eventsView() {
  const rate = h("dd");
  const head = h("dd");
  const lag = h("dd");
  const filter = h("input", { id: "filter", type: "search", autocomplete: "off", spellcheck: "false", oninput: draw });
  const verdict = h("select", { id: "verdict", onchange: draw }, h("option", { value: "" }, "any"),
    Object.entries(VERDICTS).map(([value, text]) => h("option", { value }, text)));
  const pause = h("button", { type: "button", "aria-pressed": "false", onclick: togglePause }, "Pause");
  const note = h("p", { class: "muted" });
  const body = h("tbody");
  const table = h("table", { class: "plain events" },
    h("caption", { class: "sr-only" }, "The last hundred events"),
    h("thead", null, h("tr", null, ["Accepted", "Type", "User", "Occurred", "Event", "Boards"].map((text) =>
      h("th", { scope: "col" }, text)))), body);
  const element = h("section", null,
    h("div", { class: "page-head" }, h("h1", { tabindex: "-1" }, "Events"),
      h("dl", { class: "figures" }, h("div", null, h("dt", null, "Events a second"), rate),
        h("div", null, h("dt", null, "Head of the log"), head), h("div", null, h("dt", null, "Farthest behind"), lag))),
    h("div", { class: "inline tools" }, h("label", { for: "filter" }, "Contains"), filter,
      h("label", { for: "verdict" }, "Verdict"), verdict, pause),
    note, h("div", { class: "scroll" }, table));
  let state = pulse.state;
  let rows = new Map();
  const forget = pulse.listen((now) => {
    setText(rate, now.rate === null ? "–" : format.rate(now.rate));
    setText(head, now.head ?? "–");
    setText(lag, lagOf([...now.boards.values()]));
    if (pause.getAttribute("aria-pressed") === "true") return;
    state = now;
    draw();
  });
  return { title: "Events", element, dispose: forget };

  function togglePause() {
    const isPaused = pause.getAttribute("aria-pressed") !== "true";
    pause.setAttribute("aria-pressed", String(isPaused));
    pause.textContent = isPaused ? "Go on" : "Pause";
  }

  function draw() {
    const text = filter.value.toLowerCase();
    const shown = state.events.filter((event) => fits(event, text, verdict.value));
    // A row that is there already stays: what one has selected or focused in it, too.
    const kept = new Map(shown.map((event) => [keyOf(event), rows.get(keyOf(event)) ?? eventRow(event)]));
    rows = kept;
    replace(body, [...kept.values()]);
    table.hidden = shown.length === 0;
    note.hidden = shown.length > 0;
    note.className = state.fault ? "notice error" : "muted";
    setText(note, reasonForNothing(state));
  }
}

function reasonForNothing(state) {
  if (!session.isAdmin) return "The log of events takes a token with the role phoenix.admin, or an admin key.";
  if (state.fault) return state.fault.message;
  if (!state.isKnown) return "Loading …";
  return state.events.length === 0 ? "No event since this tenant was last woken." : "No event of these fits.";
}

function fits(event, text, verdict) {
  if (verdict && !event.boards.some((board) => board.verdict === verdict)) return false;
  return !text || [event.event_id, event.type, event.user_id].some((value) => value.toLowerCase().includes(text));
}

// What a board made of an event may become known after the event.
const keyOf = (event) => `${event.position}/${event.event_id}/${event.boards.length}`;

function lagOf(boards) {
  const worst = boards.reduce((a, b) => (b.lag_rows > (a?.lag_rows ?? 0) ? b : a), null);
  return worst ? `${worst.leaderboard_id}, ${format.count(worst.lag_rows)} rows` : "none";
}

function eventRow(event) {
  const at = (value) => h("time", { datetime: value, title: value }, format.time(value));
  return h("tr", null,
    h("td", { class: "accepted" }, at(event.accepted_at)),
    h("td", { class: "type" }, event.type),
    h("td", { class: "user" }, event.user_id),
    h("td", { class: "occurred" }, at(event.occurred_at)),
    h("td", { class: "event" }, h("code", null, event.event_id)),
    h("td", { class: "made" }, h("ul", { class: "verdicts" }, event.boards.map(verdictOf))));
}

function verdictOf(board) {
  const isScored = board.verdict === "scored";
  const text = isScored && (board.points ?? null) !== null
    ? format.points(board.points) : VERDICTS[board.verdict] ?? board.verdict;
  return h("li", { class: `verdict ${board.verdict}`, title: board.window_key ? `Window ${board.window_key}` : null },
    h("span", null, board.leaderboard_id), " ", h("strong", null, text));
}
