// Builds elements. Strings become text: nothing here parses HTML.

const SVG = "http://www.w3.org/2000/svg";

/** h("p", {class: "note", onclick: f}, "text", child, …); null and false children are left out. */
export function h(tag, properties, ...children) {
  return fill(document.createElement(tag), properties, children);
}

export function svg(tag, attributes, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

/** Puts these children in place of those that an element has. */
export function replace(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(isShown));
  return element;
}

/** Sets text only where it changes, so that nothing is laid out, or read aloud, for nothing. */
export function setText(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function fill(element, properties, children) {
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !(element instanceof SVGElement) && typeof value !== "string") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter(isShown));
  return element;
}

function isShown(child) {
  return child !== null && child !== undefined && child !== false;
}

let ids = 0;

/** An id that nothing else on the page has. */
function uniqueId(prefix) {
  ids += 1;
  return `${prefix}-${ids}`;
}

/** A label with its control, a place for what is wrong with it, and a hint. `field` is the API's name of it. */
export function labelled(label, control, { field, hint } = {}) {
  control.id ||= uniqueId("f");
  const error = h("p", { class: "field-error", id: `${control.id}-error`, hidden: true });
  const note = hint && h("p", { class: "hint", id: `${control.id}-hint` }, hint);
  if (hint) control.setAttribute("aria-describedby", `${control.id}-hint`);
  return h("div", { class: "field", "data-field": field },
    h("label", { for: control.id }, label), control, note, error);
}

const announcer = document.getElementById("announcer");
let announcedAt = 0;

/** Tells screen readers; what comes sooner than ten seconds after the last is left out. */
export function announce(text) {
  const now = performance.now();
  if (announcedAt > 0 && now - announcedAt < 10_000) return;
  announcedAt = now;
  announcer.textContent = text;
}
