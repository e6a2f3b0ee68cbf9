// What a config would make of an event: asked of the API with each change, nothing stored.

import { ApiError, api } from "./api.js";
import { newEventId, now, sampleEvent } from "./config-model.js";
import { h, replace, setText } from "./dom.js";
import * as format from "./format.js";
import { session } from "./session.js";

const PAUSE_MS = 350;

/** @param onConfigErrors called with the details that concern the config; none where it is right. */
export function dryRunPanel({ onConfigErrors }) {
  const event = h("textarea", {
    id: "event", class: "code", rows: 14, spellcheck: "false", oninput: schedule, "aria-describedby": "event-error",
  });
  const error = h("p", { class: "field-error", id: "event-error", hidden: true });
  const result = h("div", { class: "outcome", role: "status" });
  const sent = h("p", { role: "status" });
  const send = h("button", { type: "button", onclick: sendIt, disabled: !session.reader }, "Send it for real");
  const element = h("section", { class: "panel dry-run", "aria-label": "Dry run" },
    h("h2", null, "Dry run"),
    h("p", { class: "hint" }, "What these rules make of an event. Nothing is stored."),
    h("label", { for: "event" }, "Event"), event, error,
    h("div", { class: "inline" },
      h("button", { type: "button", onclick: () => sample() }, "Sample of the rules"), send),
    !session.reader && h("p", { class: "hint" }, "Sending takes a token of the tenant."),
    sent, result);
  let configText = "";
  let asked = new AbortController();
  let timer = 0;

  function sample() {
    event.value = JSON.stringify(sampleEvent(JSON.parse(configText)), null, 2);
    schedule();
  }

  function schedule() {
    clearTimeout(timer);
    timer = setTimeout(run, PAUSE_MS);
  }

  async function run() {
    asked.abort();
    asked = new AbortController();
    const { signal } = asked;
    if (!checkEvent()) return;
    try {
      const outcome = await api.dryRun(`{"config":${configText},"event":${event.value}}`, signal);
      if (signal.aborted) return;
      onConfigErrors([]);
      replace(result, outcomeOf(outcome));
    } catch (fault) {
      if (signal.aborted) return;
      if (!(fault instanceof ApiError)) throw fault;
      showFault(fault);
    }
  }

  function checkEvent() {
    let problem = "";
    try {
      JSON.parse(event.value);
    } catch (fault) {
      problem = `This is not JSON: ${fault.message}`;
    }
    setEventError(problem);
    return !problem;
  }

  function setEventError(text) {
    error.hidden = !text;
    setText(error, text);
    if (text) event.setAttribute("aria-invalid", "true");
    else event.removeAttribute("aria-invalid");
  }

  function showFault(fault) {
    const ofConfig = fault.details.filter((detail) => detail.field.startsWith("config"));
    onConfigErrors(ofConfig);
    const others = fault.details.filter((detail) => !ofConfig.includes(detail)).map((detail) => detail.message);
    if (ofConfig.length === 0) setEventError(others.join("; ") || fault.message);
    replace(result, h("p", { class: "muted" }, ofConfig.length > 0
      ? "The config has to be right first."
      : "The event has to be right first."));
  }

  async function sendIt() {
    if (!checkEvent()) return;
    // Each time another event, of now: the one that was tried may have been sent before.
    const given = { ...JSON.parse(event.value), event_id: newEventId(), occurred_at: now() };
    send.disabled = true;
    try {
      const answer = await api.sendEvent(JSON.stringify(given));
      setText(sent, `Accepted, at position ${answer.position}.`);
    } catch (fault) {
      setText(sent, fault.message);
    } finally {
      send.disabled = false;
    }
  }

  return {
    element,

    /** Another config to try, as JSON. */
    tryConfig(text) {
      configText = text;
      if (!event.value) sample();
      schedule();
    },

    dispose() {
      clearTimeout(timer);
      asked.abort();
    },
  };
}

function outcomeOf({ matched, points, window_key: key, window_status: status, filters, rules }) {
  const window = key ? `in the window ${key} (${status})` : "in no window";
  const isScored = matched && (status === "open" || status === "closing");
  const head = h("p", { class: `verdict-line ${isScored ? "yes" : "no"}` },
    h("strong", { class: "big" }, matched ? format.points(points) : "No points"), " ", window);
  return [head,
    filters.length > 0 && h("h3", null, "Filters"),
    filters.length > 0 && h("ul", { class: "checks" }, filters.map(filterLine)),
    h("h3", null, "Rules"), h("ul", { class: "checks" }, rules.map(ruleLine))];
}

function filterLine({ path, operator, expected, actual, holds }) {
  const found = actual === undefined || actual === null ? "missing" : JSON.stringify(actual);
  return check(holds, h("code", null, `${path} ${operator} ${JSON.stringify(expected)}`), ` — is ${found}`);
}

function ruleLine({ index, matched, reason, points }) {
  return check(matched, h("strong", null, `Rule ${index + 1}`), " ",
    h("span", { class: "reason" }, reason ?? format.points(points)));
}

function check(isGood, ...text) {
  return h("li", { class: isGood ? "yes" : "no" },
    h("span", { "aria-hidden": "true", class: "sign" }, isGood ? "✓" : "✗"),
    h("span", { class: "sr-only" }, isGood ? "holds: " : "does not hold: "), h("span", null, text));
}
