// The final standings of a closed window, as they were frozen.

import { api } from "./api.js";
import { boardHead, boardPath } from "./board-head.js";
import { h, setText } from "./dom.js";
import * as format from "./format.js";
import { pager } from "./pager.js";
import { readerForm } from "./reader-form.js";
import { session } from "./session.js";
import { StandingsTable } from "./standings-table.js";

const PAGE_SIZE = 50;

export function finalView({ params, reload }) {
  const { board: id, at } = params;
  const head = boardHead(id, "history");
  const title = `${id}: final standings`;
  if (session.isAdmin) api.definition(id).then(head.show, () => {});
  if (!session.reader) return { title, element: h("section", null, head.element, readerForm(reload)) };
  const heading = h("h2", null, "Final standings");
  const note = h("p", { class: "muted" }, "Loading …");
  const table = new StandingsTable({ caption: "Final standings" });
  const pages = pager({ pageSize: PAGE_SIZE, onChange: load });
  const field = h("input", { id: "user", type: "search", autocomplete: "off", spellcheck: "false", maxlength: "128" });
  const found = h("p", { role: "status" });
  const element = h("section", { class: "final" }, head.element,
    h("p", null, h("a", { href: `#${boardPath(id, "/history")}` }, "‹ All windows")),
    heading, note,
    h("form", { class: "inline", role: "search", onsubmit: find },
      h("label", { for: "user" }, "Find a user"), field, h("button", { type: "submit" }, "Find")),
    found, table.element, pages.element);
  load(1);
  return { title, element, dispose: () => table.reset() };

  async function load(page) {
    try {
      const shown = await api.snapshot(id, at, { limit: PAGE_SIZE, offset: (page - 1) * PAGE_SIZE });
      const revision = shown.revision > 1 ? `, revision ${shown.revision}` : "";
      setText(heading, `Final standings of ${shown.window_key}`);
      setText(note, `Frozen at ${format.moment(shown.snapshot_time ?? at)}${revision} · `
        + `${format.count(shown.total)} ranked`);
      table.reset();
      table.show(shown.entries);
      pages.show(shown.total, shown.entries.length);
    } catch (fault) {
      note.className = "notice error";
      note.textContent = fault.message;
    }
  }

  async function find(event) {
    event.preventDefault();
    if (!field.value) return;
    try {
      const entry = await api.snapshotUser(id, at, field.value);
      setText(found, `${entry.user_id}: rank ${format.count(entry.rank)}, ${format.score(entry.score)}`);
      table.follow(entry.user_id);
    } catch (fault) {
      setText(found, fault.status === 404 ? `${field.value} was not ranked.` : fault.message);
    }
  }
}
