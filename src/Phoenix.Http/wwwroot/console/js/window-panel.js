// The window that is shown: its bounds, its state, how long it lasts, and the choice of another.

import { api } from "./api.js";
import { boardPath } from "./board-head.js";
import { h, replace, setText } from "./dom.js";
import * as format from "./format.js";

const STATES = { open: "Open", closing: "Ended; late events still count", closed: "Final" };
const LISTED = 40;

export function windowPanel({ board, windowKey, onChoose }) {
  const select = h("select", { id: "window", onchange: () => onChoose(select.value) });
  const chooser = h("div", { class: "inline" }, h("label", { for: "window" }, "Window"), select);
  const key = h("strong", { class: "window-key" });
  const total = h("dd");
  const status = h("dd");
  const from = h("dd");
  const until = h("dd");
  const left = h("p", { class: "left" });
  const previous = h("p");
  const element = h("section", { class: "panel", "aria-label": "Window" },
    h("h2", null, "Window ", key), left,
    h("dl", { class: "facts" },
      h("dt", null, "Ranked"), total, h("dt", null, "State"), status, h("dt", null, "From"), from,
      h("dt", null, "Until"), until),
    previous);
  const abort = new AbortController();
  let shown = null;
  let clock = 0;
  offer([]);
  api.windows(board, { limit: LISTED }).then(({ windows }) => offer(windows.map((w) => w.window_key)), () => {});

  function offer(keys) {
    const all = windowKey && windowKey !== "current" && !keys.includes(windowKey) ? [windowKey, ...keys] : keys;
    replace(select,
      h("option", { value: "", selected: !windowKey }, "latest with entries"),
      h("option", { value: "current", selected: windowKey === "current" }, "the one that holds now"),
      all.map((name) => h("option", { value: name, selected: name === windowKey }, name)));
  }

  async function describe() {
    try {
      // Asked as the standings are: a window without entries has no key that could be asked for.
      const page = await api.page(board, { limit: 1, window_key: windowKey }, abort.signal);
      if (page.window_key === shown) show(page.window);
    } catch {
      // The standings say what is wrong; these are their particulars.
    }
  }

  function show(window) {
    setText(status, STATES[window.status] ?? window.status);
    setText(from, window.start ? format.moment(window.start) : "the beginning");
    setText(until, window.end ? format.moment(window.end) : "for ever");
    replace(previous, window.previous_key && h("a", {
      href: `#${boardPath(board, `?window=${encodeURIComponent(window.previous_key)}`)}`,
    }, `‹ ${window.previous_key}`));
    clearInterval(clock);
    tick(window);
    if (window.end) clock = setInterval(() => tick(window), 1_000);
  }

  function tick(window) {
    const rest = window.end ? new Date(window.end) - Date.now() : 0;
    left.hidden = rest <= 0;
    setText(left, `Ends in ${format.duration(rest)}`);
    if (window.end && rest <= 0 && window.status === "open") {
      // It has just ended, and is another soon, by the server's clock.
      clearInterval(clock);
      clock = setTimeout(() => describe(), 2_000);
    }
  }

  return {
    element,
    chooser,

    showKey(name) {
      shown = name;
      setText(key, name);
      describe();
    },

    showTotal(number) {
      setText(total, format.count(number));
    },

    dispose() {
      abort.abort();
      clearInterval(clock);
    },
  };
}
