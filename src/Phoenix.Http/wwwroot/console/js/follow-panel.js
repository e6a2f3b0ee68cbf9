// Around one user: found by id, then followed live.

import { h, replace, setText } from "./dom.js";
import * as format from "./format.js";
import { LiveView } from "./live.js";
import { session } from "./session.js";
import { StandingsTable } from "./standings-table.js";

const AROUND = 7;

export function followPanel({ board, windowKey, onFollowed }) {
  const field = h("input", {
    id: "user", type: "search", autocomplete: "off", spellcheck: "false", maxlength: "128", placeholder: "user id",
  });
  const summary = h("p", { class: "summary", role: "status" });
  const table = new StandingsTable({ caption: "Places around the user", isCompact: true });
  table.element.hidden = true;
  const stop = h("button", {
    type: "button", class: "quiet", hidden: true, onclick: () => follow(null),
  }, "Stop following");
  const element = h("section", { class: "panel", "aria-label": "Around a user" },
    h("h2", null, "Around a user"),
    h("form", { class: "inline", role: "search", onsubmit: search },
      h("label", { for: "user", class: "sr-only" }, "User id"), field, h("button", { type: "submit" }, "Find")),
    session.user && h("p", null,
      h("button", { type: "button", class: "quiet", onclick: () => follow(session.user) }, `Me (${session.user})`)),
    summary, table.element, stop);
  let live = null;
  let followed = null;

  function search(event) {
    event.preventDefault();
    follow(field.value || null);
  }

  function follow(user) {
    live?.close();
    live = null;
    followed = user;
    table.reset();
    table.follow(user);
    table.element.hidden = true;
    stop.hidden = user === null;
    onFollowed(user);
    replace(summary);
    if (user === null) return;
    field.value = user;
    setText(summary, "Looking …");
    live = new LiveView(board, { pageSize: AROUND, windowKey, around: user }, { onView, onState });
  }

  function onView({ entries, total }) {
    const own = entries.find((entry) => entry.user_id === followed);
    table.element.hidden = !own;
    if (!own) {
      setText(summary, `${followed} is not ranked in this window.`);
      return;
    }
    replace(summary, h("strong", { class: "big" }, `#${format.count(own.rank)}`), ` of ${format.count(total)} · `,
      h("strong", null, format.score(own.score)));
    table.show(entries);
  }

  function onState({ kind, message, status }) {
    if (kind !== "refused" && kind !== "closed") return;
    table.element.hidden = true;
    setText(summary, status === 404 ? `${followed} is not ranked in this window.` : message);
  }

  return {
    element,
    follow,
    dispose() {
      live?.close();
      table.reset();
    },
  };
}
