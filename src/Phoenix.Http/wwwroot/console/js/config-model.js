// A board's config as the editor begins with it, and an event that its rules would take.

const PATHS = /\b(?:attrs|subject|actor\.metadata)(?:\.[A-Za-z_]\w*)+/g;

export const newConfig = () => ({
  scope: { filters: {} },
  timeframe: {
    type: "daily", timezone: "UTC", reset_day: "monday", reset_time: "00:00", reset_day_of_month: 1,
    grace_seconds: 3600,
  },
  scoring: {
    rules: [{ event_type: "match.completed", conditions: {}, points_expression: "attrs.score" }], aggregation: "sum",
  },
  ranking: {
    method: "score_desc", size: 1000, min_score: null, ties: "competition", tie_breaker: "first_reached",
  },
});

/** An event of now, with an id of its own, that the first rule and the filters should take. */
export function sampleEvent(config) {
  const rule = config.scoring?.rules?.[0] ?? {};
  const event = {
    event_id: newEventId(),
    type: rule.event_type && rule.event_type !== "*" ? rule.event_type : "match.completed",
    actor: { user_id: "ada" },
    occurred_at: now(),
    attrs: {},
  };
  for (const [path] of (rule.points_expression ?? "").matchAll(PATHS)) put(event, path, 100);
  for (const predicates of [rule.conditions, config.scope?.filters]) {
    for (const [path, operators] of Object.entries(predicates ?? {})) satisfy(event, path, operators ?? {});
  }
  return event;
}

export const newEventId = () => `console-${crypto.getRandomValues(new Uint32Array(2)).join("-")}`;
export const now = () => new Date().toISOString().replace(/\.\d+Z$/, "Z");

/** Whatever the order of their fields. */
export const isSameJson = (a, b) => canonical(a) === canonical(b);

const canonical = (value) => JSON.stringify(value, (key, part) =>
  part && typeof part === "object" && !Array.isArray(part)
    ? Object.fromEntries(Object.entries(part).sort(([x], [y]) => (x < y ? -1 : 1))) : part);

function satisfy(event, path, operators) {
  const wanted = operators.eq ?? operators.in?.[0] ?? operators.gte ?? operators.lte ?? operators.starts_with
    ?? operators.contains;
  if (wanted !== undefined) put(event, path, wanted);
  else if (typeof operators.gt === "number") put(event, path, operators.gt + 1);
  else if (typeof operators.lt === "number") put(event, path, operators.lt - 1);
  else if (operators.exists === true) put(event, path, true);
}

function put(event, path, value) {
  const names = path.split(".");
  const last = names.pop();
  let place = event;
  for (const name of names) {
    if (name === "__proto__" || typeof place !== "object" || place === null) return;
    place = place[name] ??= {};
  }
  if (typeof place === "object" && place !== null && last !== "__proto__") place[last] = value;
}
