// The table of standings: rows keep their identity, glide to their new places and say how far they came.

import { h, setText } from "./dom.js";
import * as format from "./format.js";

const GLIDE_MS = 420;
const MARK_MS = 8_000;
const stillness = matchMedia("(prefers-reduced-motion: reduce)");

export class StandingsTable {
  #rows = new Map(); #body; #onUser; #followed = null; #canGlide = false;
  element;

  /** @param onUser called with the id of a user whose name was chosen; without it names are plain text. */
  constructor({ caption, onUser = null, isCompact = false }) {
    this.#onUser = onUser;
    this.#body = h("tbody");
    this.element = h("table", { class: isCompact ? "standings compact" : "standings" },
      h("caption", { class: "sr-only" }, caption),
      h("thead", null, h("tr", null,
        h("th", { scope: "col", class: "rank" }, "Rank"),
        h("th", { scope: "col", class: "move" }, h("span", { class: "sr-only" }, "Change")),
        h("th", { scope: "col", class: "user" }, "User"),
        h("th", { scope: "col", class: "count" }, "Events"),
        h("th", { scope: "col", class: "when" }, "Last event"),
        h("th", { scope: "col", class: "score" }, "Score"))),
      this.#body);
  }

  get isEmpty() { return this.#rows.size === 0; }

  /** Empties the table: what comes next is another view, not a change of this one. */
  reset() {
    for (const row of this.#rows.values()) clearTimeout(row.timer);
    this.#rows.clear();
    this.#body.replaceChildren();
    this.#canGlide = false;
  }

  follow(userId) {
    this.#followed = userId;
    for (const [id, row] of this.#rows) row.element.classList.toggle("followed", id === userId);
  }

  /**
   * Shows these entries, which stand in the order of their places. Whoever was not shown before is marked as `entrants`
   * says: "new" to the board, "up" onto this page, or null where neither is sure.
   */
  show(entries, entrants = null) {
    const moves = this.#canGlide && !stillness.matches && !document.hidden;
    const before = moves ? this.#positions() : null;
    const top = Math.max(0, ...entries.map((entry) => Number(entry.score)));
    const kept = new Set(entries.map((entry) => entry.user_id));
    for (const [id, row] of this.#rows) if (!kept.has(id)) this.#remove(id, row);
    const focused = document.activeElement;
    let next = this.#body.firstElementChild;
    for (const entry of entries) {
      const row = this.#rows.get(entry.user_id) ?? this.#add(entry, entrants);
      this.#update(row, entry, top);
      if (row.element === next) next = next.nextElementSibling;
      else this.#body.insertBefore(row.element, next);
    }
    // A node that is moved loses the focus it had.
    if (focused !== document.activeElement && this.#body.contains(focused)) focused.focus({ preventScroll: true });
    if (moves) this.#glide(before);
    this.#canGlide = true;
  }

  #positions() {
    return new Map([...this.#rows].map(([id, row]) => [id, row.element.getBoundingClientRect().top]));
  }

  #glide(before) {
    const shifts = [];
    for (const [id, row] of this.#rows) {
      row.glide?.cancel();
      row.glide = null;
      shifts.push([row, before.get(id)]);
    }
    // All are measured before one is moved: a layout each would be slow.
    const tops = shifts.map(([row]) => row.element.getBoundingClientRect().top);
    shifts.forEach(([row, from], i) => {
      if (from === undefined) {
        row.glide = row.element.animate([{ opacity: 0 }, { opacity: 1 }], { duration: GLIDE_MS });
      } else if (Math.abs(from - tops[i]) > 0.5) {
        row.glide = row.element.animate(
          [{ transform: `translateY(${from - tops[i]}px)` }, { transform: "none" }],
          { duration: GLIDE_MS, easing: "cubic-bezier(.2, .8, .2, 1)" });
      }
    });
  }

  #add(entry, entrants) {
    const user = this.#onUser
      ? h("button", { type: "button", class: "name", onclick: () => this.#onUser(entry.user_id) }, entry.user_id)
      : h("span", { class: "name" }, entry.user_id);
    const row = {
      rank: h("td", { class: "rank" }), move: h("td", { class: "move" }), count: h("td", { class: "count" }),
      when: h("time"), points: h("span", { class: "points" }), bar: h("span", { class: "bar", "aria-hidden": "true" }),
      entry: null, climbed: 0, timer: 0, glide: null,
    };
    row.element = h("tr", null, row.rank, row.move, h("th", { scope: "row", class: "user" }, user),
      row.count, h("td", { class: "when" }, row.when), h("td", { class: "score" }, row.points, row.bar));
    row.element.classList.toggle("followed", entry.user_id === this.#followed);
    if (this.#canGlide && entrants === "new") this.#mark(row, "new", "new", "enters");
    if (this.#canGlide && entrants === "up") this.#mark(row, "▲", "up", "up");
    this.#rows.set(entry.user_id, row);
    return row;
  }

  #remove(id, row) {
    clearTimeout(row.timer);
    row.element.remove();
    this.#rows.delete(id);
  }

  #update(row, entry, top) {
    const old = row.entry;
    row.entry = entry;
    setText(row.rank, format.count(entry.rank));
    setText(row.count, format.count(entry.event_count));
    setText(row.points, format.score(entry.score));
    setText(row.when, format.time(entry.updated_at));
    row.when.dateTime = entry.updated_at;
    row.when.title = entry.updated_at;
    row.bar.style.setProperty("--share", top > 0 ? Math.max(0, Number(entry.score) / top) : 0);
    row.element.dataset.place = entry.place;
    if (!old) return;
    if (old.rank !== entry.rank) this.#climb(row, old.rank - entry.rank);
    if (old.score !== entry.score && !stillness.matches) {
      row.points.animate([{ color: "var(--ember)" }, { color: "inherit" }], { duration: 1_400, easing: "ease-in" });
    }
  }

  /** Counts up to where it stood when the mark appeared, so that ten updates a second read as one change. */
  #climb(row, places) {
    row.climbed += places;
    if (row.climbed === 0) {
      this.#unmark(row);
      return;
    }
    const by = format.count(Math.abs(row.climbed));
    const isUp = row.climbed > 0;
    this.#mark(row, isUp ? `▲ ${by}` : `▼ ${by}`, isUp ? `up ${by}` : `down ${by}`, isUp ? "up" : "down");
  }

  #mark(row, text, spoken, kind) {
    row.move.className = `move ${kind}`;
    row.move.replaceChildren(h("span", { "aria-hidden": "true" }, text), h("span", { class: "sr-only" }, spoken));
    clearTimeout(row.timer);
    row.timer = setTimeout(() => this.#unmark(row), MARK_MS);
  }

  #unmark(row) {
    clearTimeout(row.timer);
    row.climbed = 0;
    row.move.className = "move";
    row.move.replaceChildren();
  }
}
