// Numbers, times and durations as they are shown.

const scores = new Intl.NumberFormat("en", { maximumFractionDigits: 6 });
const counts = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en", { notation: "compact", maximumFractionDigits: 1 });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const dayAndTime = new Intl.DateTimeFormat(
  "en-GB", { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" });

/** A score in full: a number, or a string of digits where a number could not hold them. */
export const score = (value) => scores.format(value);
export const count = (value) => counts.format(value);

export function points(value) {
  const text = score(value);
  return text.startsWith("-") ? `−${text.slice(1)}` : `+${text}`;
}

/** The time alone where it is today, else the day too. */
export function time(value) {
  const date = new Date(value);
  return date.toDateString() === new Date().toDateString() ? clock.format(date) : day.format(date);
}

export const moment = (value) => dayAndTime.format(new Date(value));

/** "3 h 12 min" */
export function duration(milliseconds) {
  const seconds = Math.max(0, Math.round(milliseconds / 1000));
  const units = [[86_400, "d"], [3_600, "h"], [60, "min"], [1, "s"]];
  const first = units.findIndex(([size]) => seconds >= size);
  if (first < 0) return "0 s";
  const [size, name] = units[first];
  const whole = `${Math.floor(seconds / size)} ${name}`;
  const next = units[first + 1];
  const rest = next ? Math.floor((seconds % size) / next[0]) : 0;
  return rest > 0 && next[1] !== "s" ? `${whole} ${rest} ${next[1]}` : whole;
}

/** A rate of events a second: exact where it is small. */
export function rate(perSecond) {
  if (perSecond === 0) return "0";
  if (perSecond < 10) return perSecond.toFixed(1);
  return perSecond < 10_000 ? counts.format(perSecond) : compact.format(perSecond);
}

const timeframes = {
  hourly: "Hourly", daily: "Daily", weekly: "Weekly", monthly: "Monthly", all_time: "All time", custom: "Custom",
};
const aggregations = {
  sum: "sum of points", count: "number of events", max: "best", min: "lowest", avg: "average",
};

/** "Weekly, sum of points, Europe/Berlin" */
export function boardKind(config) {
  const { timeframe, scoring, ranking } = config;
  const zone = timeframe.type === "all_time" || timeframe.timezone === "UTC" ? null : timeframe.timezone;
  const order = ranking.method === "score_asc" ? "lowest first" : null;
  return [timeframes[timeframe.type], aggregations[scoring.aggregation], order, zone].filter(Boolean).join(", ");
}
