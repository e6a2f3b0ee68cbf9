// A board's windows, newest first, with the frozen final standings of those that are closed.

import { api } from "./api.js";
import { boardHead, boardPath } from "./board-head.js";
import { h } from "./dom.js";
import * as format from "./format.js";
import { readerForm } from "./reader-form.js";
import { session } from "./session.js";

const PAGE = 50;
const SNAPSHOTS = 1_000;
const COLUMNS = [
  ["Window"], ["From", "bound"], ["Until", "bound"], ["State"], ["Ranked", "number"], ["Final standings"],
];

export function historyView({ params, reload }) {
  const id = params.board;
  const head = boardHead(id, "history");
  if (session.isAdmin) api.definition(id).then(head.show, () => {});
  const title = `${id}: history`;
  if (!session.reader) return { title, element: h("section", null, head.element, readerForm(reload)) };
  const body = h("tbody");
  const note = h("p", { class: "muted" }, "Loading …");
  const more = h("button", { type: "button", hidden: true }, "Older windows");
  const table = h("table", { class: "plain", hidden: true },
    h("caption", { class: "sr-only" }, `Windows of ${id}`),
    h("thead", null, h("tr", null, COLUMNS.map(([text, kind]) => h("th", { scope: "col", class: kind }, text)))),
    body);
  const element = h("section", null, head.element, note, h("div", { class: "scroll" }, table), more);
  let finals = null;
  let cursor = null;
  more.addEventListener("click", load);
  load();
  return { title, element };

  async function load() {
    more.disabled = true;
    try {
      finals ??= await finalStandings(id);
      const page = await api.windows(id, { limit: PAGE, cursor });
      body.append(...page.windows.map((window) => windowRow(id, window, finals.get(window.window_key))));
      cursor = page.next_cursor;
      more.hidden = !cursor;
      table.hidden = body.childElementCount === 0;
      note.hidden = !table.hidden;
      note.textContent = "No event has counted on this board yet.";
    } catch (fault) {
      note.hidden = false;
      note.className = "notice error";
      note.textContent = fault.message;
    } finally {
      more.disabled = false;
    }
  }
}

async function finalStandings(id) {
  const { snapshots } = await api.snapshots(id, { limit: SNAPSHOTS });
  return new Map(snapshots.map((snapshot) => [snapshot.window_key, snapshot]));
}

function windowRow(id, window, final) {
  const key = window.window_key;
  const standings = `#${boardPath(id, `?window=${encodeURIComponent(key)}`)}`;
  const frozen = final && `#${boardPath(id, `/final/${encodeURIComponent(final.snapshot_time)}`)}`;
  const revised = final?.revision > 1 ? ` (revision ${final.revision})` : "";
  return h("tr", null,
    h("th", { scope: "row" }, h("a", { href: standings }, key)),
    h("td", { class: "bound" }, window.start ? format.moment(window.start) : "–"),
    h("td", { class: "bound" }, window.end ? format.moment(window.end) : "–"),
    h("td", null, h("span", { class: `chip ${window.status}` }, window.status)),
    h("td", { class: "number" }, format.count(window.total)),
    h("td", null, final ? h("a", { href: frozen }, `${format.count(final.total)} places${revised}`) : "–"));
}
