// The form of a board's config. What it has no field for stays as it was.

import { h, labelled } from "./dom.js";
import { predicateEditor } from "./predicates.js";

const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const CHOICES = {
  type: {
    hourly: "Hourly", daily: "Daily", weekly: "Weekly", monthly: "Monthly", all_time: "All time", custom: "Custom",
  },
  aggregation: { sum: "Sum of points", count: "Number of events", max: "Highest", min: "Lowest", avg: "Average" },
  method: { score_desc: "Highest first", score_asc: "Lowest first" },
  ties: { competition: "1, 2, 2, 4", dense: "1, 2, 2, 3", ordinal: "1, 2, 3, 4" },
  tie_breaker: { first_reached: "Who reached it first", last_reached: "Who reached it last", user_id: "User id" },
};
const RULES_MAX = 32;

/** @param onChange called after each change that a user makes. */
export function configForm({ onChange }) {
  const element = h("div", { class: "config", oninput: onChange });
  let config = null;
  let parts = null;

  function write(given) {
    config = given;
    parts = {
      rules: rulesPart(config, changed), timeframe: timeframePart(config), filters: filtersPart(config, onChange),
      ranking: rankingPart(config),
    };
    element.replaceChildren(parts.rules.element, parts.timeframe.element, parts.ranking.element, parts.filters.element);
  }

  // Rules came or went: their names follow from their places, so they are drawn again.
  function changed(rules) {
    const next = read();
    next.scoring.rules = rules;
    const isMore = rules.length > parts.rules.count;
    write(next);
    // What was chosen is gone with the redraw: the focus goes to what a user would do next.
    const places = element.querySelectorAll(isMore ? ".rule:last-of-type input" : ".add-rule");
    places[0]?.focus();
    onChange();
  }

  function read() {
    const next = structuredClone(config);
    for (const part of Object.values(parts)) part.read(next);
    config = next;
    return structuredClone(next);
  }

  return { element, write, read };
}

function rulesPart(config, changed) {
  const aggregation = choice("aggregation", config.scoring?.aggregation ?? "sum");
  const given = Array.isArray(config.scoring?.rules) ? config.scoring.rules : [];
  const rules = given.map((rule, i) => rulePart(rule, i, () => removeAt(i)));
  const add = h("button", {
    type: "button", class: "add-rule", onclick: () => changed([...readAll(), emptyRule()]),
  }, "Add a rule");
  add.disabled = rules.length >= RULES_MAX;
  const element = group("Scoring",
    labelled("A user’s score is the", aggregation, { field: "config.scoring.aggregation" }),
    h("div", { class: "field", "data-field": "config.scoring.rules" }, rules.map((rule) => rule.element), add,
      h("p", { class: "field-error", hidden: true })));

  function readAll() {
    return rules.map((rule) => rule.read());
  }

  function removeAt(index) {
    changed(readAll().filter((_, i) => i !== index));
  }

  return {
    element,
    count: rules.length,
    read(next) {
      next.scoring = { ...next.scoring, aggregation: aggregation.value, rules: readAll() };
    },
  };
}

const emptyRule = () => ({ event_type: "", conditions: {}, points_expression: "" });

function rulePart(rule, index, onRemove) {
  const path = `config.scoring.rules[${index}]`;
  const type = text(rule.event_type ?? "", "match.completed");
  const expression = text(rule.points_expression ?? "", "attrs.score * 0.1 + max(attrs.kills, 3)", "code");
  const conditions = predicateEditor({
    what: "condition", field: `${path}.conditions`, predicates: rule.conditions,
    onChange: () => type.dispatchEvent(new Event("input", { bubbles: true })),
  });
  const element = h("fieldset", { class: "rule", "data-field": path },
    h("legend", null, `Rule ${index + 1}`),
    h("button", {
      type: "button", class: "quiet icon remove", "aria-label": `Remove rule ${index + 1}`, onclick: onRemove,
    }, "×"),
    labelled("Event type", type, { field: `${path}.event_type`, hint: "exact, or * for every type" }),
    labelled("Points", expression, { field: `${path}.points_expression` }),
    h("p", { class: "label" }, "Only where"), conditions.element,
    h("p", { class: "field-error", hidden: true }));
  return {
    element,
    read() {
      const read = { ...rule, event_type: type.value.trim(), conditions: conditions.read() };
      if (expression.value.trim()) read.points_expression = expression.value.trim();
      else delete read.points_expression;
      return read;
    },
  };
}

function timeframePart(config) {
  const given = config.timeframe ?? {};
  const controls = {
    type: choice("type", given.type ?? "daily"),
    timezone: text(given.timezone ?? "UTC", "UTC"),
    reset_time: text(given.reset_time ?? "00:00", "00:00"),
    reset_day: h("select", null, DAYS.map((day) =>
      h("option", { value: day, selected: day === given.reset_day }, day))),
    reset_day_of_month: number(given.reset_day_of_month ?? 1, 1, 28),
    grace_seconds: number(given.grace_seconds ?? 3600, -1),
    start: text(given.start ?? "", "2025-11-18T00:00:00Z"),
    end: text(given.end ?? "", "2025-12-18T00:00:00Z"),
    every: text(given.every ?? "", "P14D"),
  };
  controls.timezone.setAttribute("list", "timezones");
  const named = (name, label, hint) => labelled(label, controls[name], { field: `config.timeframe.${name}`, hint });
  const fields = {
    type: named("type", "Window"), timezone: named("timezone", "Timezone"),
    reset_time: named("reset_time", "Begins at"), reset_day: named("reset_day", "Begins on"),
    reset_day_of_month: named("reset_day_of_month", "Begins on day"),
    start: named("start", "First begins"), end: named("end", "Ends", "one window; or leave it empty and say how long"),
    every: named("every", "Each lasts", "ISO 8601, such as PT6H or P14D"),
    grace_seconds: named("grace_seconds", "Late events count for", "seconds after its end; −1: for ever"),
  };
  const zones = h("datalist", { id: "timezones" }, Intl.supportedValuesOf("timeZone").map((zone) =>
    h("option", { value: zone })));
  const show = () => {
    const kind = controls.type.value;
    const isOfDays = ["daily", "weekly", "monthly"].includes(kind);
    fields.timezone.hidden = kind === "all_time";
    fields.reset_time.hidden = !isOfDays;
    fields.reset_day.hidden = kind !== "weekly";
    fields.reset_day_of_month.hidden = kind !== "monthly";
    for (const name of ["start", "end", "every"]) fields[name].hidden = kind !== "custom";
  };
  controls.type.addEventListener("change", show);
  show();
  return {
    element: group("Timeframe", h("div", { class: "grid" }, Object.values(fields)), zones),
    read(next) {
      const read = {
        ...next.timeframe, type: controls.type.value, timezone: controls.timezone.value.trim(),
        reset_time: controls.reset_time.value.trim(), reset_day: controls.reset_day.value,
        reset_day_of_month: asNumber(controls.reset_day_of_month), grace_seconds: asNumber(controls.grace_seconds),
      };
      for (const name of ["start", "end", "every"]) {
        const value = controls[name].value.trim();
        if (read.type === "custom" && value) read[name] = value;
        else delete read[name];
      }
      next.timeframe = read;
    },
  };
}

function rankingPart(config) {
  const given = config.ranking ?? {};
  const method = choice("method", given.method ?? "score_desc");
  const ties = choice("ties", given.ties ?? "competition");
  const breaker = choice("tie_breaker", given.tie_breaker ?? "first_reached");
  const size = number(given.size === undefined ? 1000 : given.size, 1, 100_000);
  const limit = text(given.min_score ?? given.max_score ?? "", "");
  const limitName = () => (method.value === "score_asc" ? "max_score" : "min_score");
  const limitField = labelled("Least score", limit, { field: "config.ranking.min_score", hint: "empty: none" });
  const show = () => {
    limitField.dataset.field = `config.ranking.${limitName()}`;
    limitField.querySelector("label").textContent = method.value === "score_asc" ? "Highest score" : "Least score";
  };
  method.addEventListener("change", show);
  show();
  return {
    element: group("Ranking", h("div", { class: "grid" },
      labelled("Order", method, { field: "config.ranking.method" }),
      labelled("Places shown", size, { field: "config.ranking.size", hint: "empty: all" }),
      labelled("Ranks of equals", ties, { field: "config.ranking.ties" }),
      labelled("Among equals first", breaker, { field: "config.ranking.tie_breaker" }), limitField)),
    read(next) {
      const read = { ...next.ranking, method: method.value, ties: ties.value, tie_breaker: breaker.value };
      delete read.min_score;
      delete read.max_score;
      read.size = size.value === "" ? null : asNumber(size);
      read[limitName()] = limit.value.trim() === "" ? null : asNumber(limit);
      next.ranking = read;
    },
  };
}

function filtersPart(config, onChange) {
  const filters = predicateEditor({
    what: "filter", field: "config.scope.filters", predicates: config.scope?.filters, onChange,
  });
  return {
    element: group("Scope",
      h("p", { class: "hint" }, "Only events that pass every filter reach the rules."), filters.element),
    read(next) {
      next.scope = { ...next.scope, filters: filters.read() };
    },
  };
}

const group = (legend, ...children) => h("fieldset", { class: "group" }, h("legend", null, legend), children);

const choice = (name, value) => h("select", null, Object.entries(CHOICES[name]).map(([key, label]) =>
  h("option", { value: key, selected: key === value }, label)));

const text = (value, placeholder, kind) =>
  h("input", { value: String(value), placeholder, class: kind, spellcheck: "false", autocomplete: "off" });

const number = (value, min, max) => h("input", { type: "number", value: value ?? "", min, max, step: 1 });

// What is no number goes out as it was typed: the API says what is wrong with it.
function asNumber(control) {
  const value = control.value.trim();
  return value !== "" && Number.isFinite(Number(value)) ? Number(value) : value;
}
