// Scoring the log again: how far it is, stopping it, and verifying a board against its log.

import { api } from "./api.js";
import { h, replace } from "./dom.js";
import * as format from "./format.js";

const INTERVAL_MS = 1_000;
const SHOWN = 20;

export function rebuildPanel(board) {
  const status = h("div");
  const verify = h("button", { type: "button", onclick: () => act(api.verify) }, "Verify against the log");
  const cancel = h("button", { type: "button", hidden: true, onclick: () => act(api.cancelRebuild) }, "Stop it");
  const error = h("p", { class: "field-error", role: "alert", hidden: true });
  const element = h("section", { class: "panel", "aria-label": "The log scored again" },
    h("h2", null, "The log scored again"), status, error, h("div", { class: "inline" }, verify, cancel));
  let timer = 0;
  let isGone = false;
  refresh();

  async function refresh() {
    clearTimeout(timer);
    try {
      const rebuild = await api.rebuild(board);
      if (isGone) return;
      show(rebuild);
      if (rebuild.state === "running") timer = setTimeout(refresh, INTERVAL_MS);
    } catch (fault) {
      if (!isGone) complain(fault);
    }
  }

  async function act(what) {
    error.hidden = true;
    try {
      await what(board);
    } catch (fault) {
      complain(fault);
      return;
    }
    refresh();
  }

  function complain(fault) {
    error.textContent = fault.message;
    error.hidden = false;
  }

  function show(rebuild) {
    const isRunning = rebuild.state === "running";
    cancel.hidden = !isRunning;
    verify.disabled = isRunning;
    const since = rebuild.started_at && ` Begun ${format.moment(rebuild.started_at)}.`;
    const text = rebuild.state === "none" ? "Not since this board was made." : `${nameOf(rebuild)}.`;
    replace(status, h("p", null, text, since), isRunning && progress(rebuild),
      rebuild.error && h("p", { class: "field-error" }, rebuild.error),
      rebuild.state === "done" && rebuild.differences && differences(rebuild));
  }

  return {
    element,
    refresh,
    dispose() {
      isGone = true;
      clearTimeout(timer);
    },
  };
}

const NAMES = {
  rebuild: { running: "Scoring it", done: "Scored", failed: "Scoring it failed", cancelled: "Stopped" },
  verify: { running: "Verifying", done: "Verified", failed: "Verifying failed", cancelled: "Stopped" },
};

const nameOf = ({ kind, state }) => NAMES[kind ?? "rebuild"]?.[state] ?? state;

function progress({ scored, head, events_per_second: rate }) {
  const [done, all] = [Number(scored), Number(head)];
  return [h("progress", { value: done, max: Math.max(1, all), "aria-label": "Scored" }),
    h("p", { class: "muted" }, `${format.count(done)} of ${format.count(all)} rows of the log`,
      rate > 0 && `, ${format.count(rate)} events a second`)];
}

function differences({ differences: list, difference_count: count = list.length }) {
  if (count === 0) return h("p", { class: "verdict-line yes" }, "The board is what its log says.");
  return [h("p", { class: "field-error" }, `${format.count(count)} differences from the log:`),
    h("ul", { class: "checks" }, list.slice(0, SHOWN).map((one) => h("li", { class: "no" }, h("span", null,
      `${one.window_key}, ${one.user_id}: ${one.what} is ${one.served}, by the log ${one.rebuilt}`))))];
}
