// The head of a board's pages: its name and the ways between standings, history and rules.

import { h } from "./dom.js";
import * as format from "./format.js";
import { session } from "./session.js";

export const boardPath = (id, rest = "") => `/boards/${encodeURIComponent(id)}${rest}`;

export function boardHead(id, here) {
  const title = h("h1", { tabindex: "-1" }, id);
  const kind = h("p", { class: "kind" }, h("code", null, id));
  const link = (name, text) => h("a", {
    href: `#${boardPath(id, name && `/${name}`)}`, "aria-current": name === here ? "page" : null,
  }, text);
  const element = h("div", { class: "board-head" },
    h("div", null, title, kind),
    h("nav", { class: "tabs", "aria-label": "Board" },
      link("", "Standings"), link("history", "History"), session.isAdmin && link("rules", "Rules")));
  return {
    element,

    /** What only an admin's credential tells: the board's name and what it counts. */
    show(board) {
      title.textContent = board.name;
      const state = board.status === "active" ? null : h("span", { class: `chip ${board.status}` }, board.status);
      kind.replaceChildren(format.boardKind(board.config), " · ", h("code", null, id), " ", state ?? "");
    },
  };
}
