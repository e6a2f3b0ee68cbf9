// Leafing through pages.

import { h, setText } from "./dom.js";
import * as format from "./format.js";

/** @param onChange called with the number of the page that was chosen. */
export function pager({ pageSize, onChange }) {
  let page = 1;
  const text = h("span", { "aria-live": "off" });
  const back = h("button", { type: "button", onclick: () => turn(-1) }, "‹ Higher");
  const on = h("button", { type: "button", onclick: () => turn(1) }, "Lower ›");
  const element = h("nav", { class: "pager", "aria-label": "Pages", hidden: true }, back, text, on);

  function turn(by) {
    page += by;
    onChange(page);
  }

  return {
    element,

    get current() { return page; },

    show(total, onPage) {
      element.hidden = page === 1 && total <= pageSize;
      const first = (page - 1) * pageSize + 1;
      setText(text, onPage > 0
        ? `${format.count(first)}–${format.count(first + onPage - 1)} of ${format.count(total)}`
        : `of ${format.count(total)}`);
      back.disabled = page === 1;
      // A full page may be the last that the board's size allows; the next one says so then.
      on.disabled = onPage < pageSize || page * pageSize >= total;
    },
  };
}
