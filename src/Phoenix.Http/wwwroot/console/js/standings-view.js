// One board's standings, moving as events arrive.

import { api } from "./api.js";
import { boardHead, boardPath } from "./board-head.js";
import { noteVisit } from "./boards-view.js";
import { announce, h, setText } from "./dom.js";
import { followPanel } from "./follow-panel.js";
import * as format from "./format.js";
import { LiveView } from "./live.js";
import { pager } from "./pager.js";
import { pulse } from "./pulse.js";
import { readerForm } from "./reader-form.js";
import { session } from "./session.js";
import { StandingsTable } from "./standings-table.js";
import { windowPanel } from "./window-panel.js";

const PAGE_SIZE = 50;
const STATES = {
  connecting: "Connecting …", live: "Live", polling: "Not live: asking again and again", refused: "Not shown",
  closed: "Ended",
};

export function standingsView({ params, query, go, reload }) {
  const id = params.board;
  const head = boardHead(id, "");
  noteVisit(id);
  if (session.isAdmin) api.definition(id).then(head.show, () => {});
  if (!session.reader) {
    return { title: id, element: h("section", null, head.element, readerForm(reload)) };
  }
  const windowKey = query.get("window") ?? null;
  const state = h("span", { class: "state connecting" }, STATES.connecting);
  const stand = h("span");
  const lag = h("span");
  const note = h("p", { class: "muted" }, "Loading …");
  const follow = followPanel({ board: id, windowKey, onFollowed: (user) => table.follow(user) });
  const table = new StandingsTable({ caption: `Standings of ${id}`, onUser: (user) => follow.follow(user) });
  table.element.hidden = true;
  const pages = pager({ pageSize: PAGE_SIZE, onChange: choosePage });
  const frame = windowPanel({ board: id, windowKey, onChoose: chooseWindow });
  const element = h("section", null, head.element,
    h("div", { class: "columns" },
      h("div", { class: "main" },
        h("div", { class: "bar-above" }, frame.chooser, state), note, table.element, pages.element,
        h("p", { class: "foot" }, stand, lag)),
      h("aside", null, follow.element, frame.element)));
  let shown = null;
  const forget = pulse.listen(({ boards }) => {
    const rows = boards.get(id)?.lag_rows ?? 0;
    setText(lag, rows > 0 ? ` · ${format.count(rows)} rows behind the log` : "");
  });
  const live = new LiveView(id, { pageSize: PAGE_SIZE, windowKey }, { onView, onState });

  function onView(view) {
    if (view.windowKey !== shown?.windowKey) {
      table.reset();
      frame.showKey(view.windowKey);
    }
    tellLeader(view);
    shown = view;
    note.hidden = view.entries.length > 0;
    setText(note, view.total === 0 ? "Nobody is ranked in this window yet." : "The board shows no places this deep.");
    table.element.hidden = view.entries.length === 0;
    table.show(view.entries, entrantsOf(view));
    frame.showTotal(view.total);
    pages.show(view.total, view.entries.length);
    setText(stand, `Sequence ${view.sequence} · position ${view.position} · ${format.time(view.asOf)}`);
  }

  // Who comes into view is new only where everybody is in view.
  function entrantsOf({ entries, total }) {
    if (entries.length === total) return "new";
    return pages.current === 1 ? "up" : null;
  }

  function tellLeader(view) {
    const [leader] = view.entries;
    const [before] = shown?.entries ?? [];
    if (before?.place === 1 && leader?.place === 1 && shown.windowKey === view.windowKey
      && leader.user_id !== before.user_id) {
      announce(`${leader.user_id} leads now with ${format.score(leader.score)}`);
    }
  }

  function onState({ kind, message }) {
    state.className = `state ${kind}`;
    setText(state, STATES[kind]);
    const isRefused = kind === "refused" || kind === "closed";
    if (isRefused) {
      note.hidden = false;
      setText(note, message);
    }
    note.className = isRefused ? "notice error" : "muted";
    if (isRefused && kind === "refused") table.element.hidden = true;
  }

  function choosePage(page) {
    table.reset();
    live.configure({ page });
  }

  function chooseWindow(key) {
    go(boardPath(id, key ? `?window=${encodeURIComponent(key)}` : ""));
  }

  function dispose() {
    forget();
    live.close();
    follow.dispose();
    frame.dispose();
    table.reset();
  }

  return { title: id, element, dispose };
}
