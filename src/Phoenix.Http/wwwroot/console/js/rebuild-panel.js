// Scoring the log again: how far it is, stopping it, and verifying a board against its log.

import { api } from "./api.js";
import { h, replace } from "./dom.js";
import * as format from "./format.js";

const INTERVAL_MS = 1_000;

export function rebuildPanel(board) {
  const status = h("div", { role: "status" });
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
    const texts = {
      none: "Not since this board was made.", running: "Under way.", done: "Done.", failed: "It failed.",
      cancelled: "It was stopped.",
    };
    replace(status, h("p", null, texts[rebuild.state] ?? rebuild.state, since), isRunning && progress(rebuild),
      rebuild.reason && h("p", { class: "muted" }, rebuild.reason), differences(rebuild.differences));
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

function progress({ scored, head }) {
  const [done, all] = [Number(scored), Number(head)];
  return [h("progress", { value: done, max: Math.max(1, all), "aria-label": "Scored" }),
    h("p", { class: "muted" }, `${format.count(done)} of ${format.count(all)} rows of the log`)];
}

function differences(given) {
  if (given === undefined || given === null) return null;
  const list = Array.isArray(given) ? given : null;
  const number = list ? list.length : Number(given);
  if (number === 0) return h("p", { class: "verdict-line yes" }, "The board is what its log says.");
  return h("div", { class: "verdict-line no" }, h("p", null, `${format.count(number)} differences from the log`),
    list && h("pre", null, list.slice(0, 20).map((entry) => JSON.stringify(entry)).join("\n")));
}
