// What stands on every page: the name, the ways to go, the tenant, the pulse of ingestion.

import { api } from "./api.js";
import { h, replace, setText, svg } from "./dom.js";
import * as format from "./format.js";
import { SAMPLES, pulse } from "./pulse.js";
import { session } from "./session.js";

const top = document.getElementById("top");
let forget = () => {};

/** @param onTenant called when another tenant was chosen. @param onSignOut called when the user leaves. */
export function showShell(path, { onTenant, onSignOut }) {
  forget();
  if (!session.isOpen) {
    top.replaceChildren();
    top.hidden = true;
    return;
  }
  top.hidden = false;
  const link = (href, text, isHere) =>
    h("a", { href, "aria-current": isHere ? "page" : null }, text);
  const places = h("nav", { "aria-label": "Main" },
    link("#/", "Boards", path === "/" || path.startsWith("/boards")),
    session.isAdmin && link("#/events", "Events", path === "/events"),
    session.isAdmin && link("#/new", "New board", path === "/new"));
  const meter = session.isAdmin ? pulseMeter() : null;
  forget = meter?.forget ?? (() => {});
  replace(top,
    h("a", { class: "wordmark", href: "#/" }, h("img", { src: "/console/icon.svg", alt: "", width: 22, height: 22 }),
      "Phoenix"),
    places,
    meter?.element,
    h("div", { class: "who" },
      session.isPlatform ? tenantChooser(onTenant) : h("span", { class: "tenant", title: "Tenant" }, session.tenant),
      h("button", { type: "button", class: "quiet", onclick: onSignOut }, "Sign out")));
}

function tenantChooser(onTenant) {
  const select = h("select", { "aria-label": "Tenant", onchange: () => onTenant(select.value) });
  const offer = (ids) => replace(select, ids.map((id) =>
    h("option", { value: id, selected: id === session.tenant }, id)));
  offer(session.tenant ? [session.tenant] : []);
  api.tenants().then((tenants) => {
    const ids = tenants.map((tenant) => tenant.tenant_id);
    offer(session.tenant && !ids.includes(session.tenant) ? [session.tenant, ...ids] : ids);
  }, () => {});
  return select;
}

function pulseMeter() {
  const line = svg("polyline", { fill: "none", points: "" });
  const rate = h("strong");
  const lag = h("span", { class: "lag" });
  const element = h("div", { class: "pulse", title: "Events accepted a second, and how far boards are behind the log" },
    svg("svg", { viewBox: "0 0 60 20", width: 60, height: 20, "aria-hidden": "true" }, line),
    h("span", null, rate, " events/s"), lag);
  const forget = pulse.listen((state) => {
    element.hidden = !state.isKnown;
    setText(rate, state.rate === null ? "–" : format.rate(state.rate));
    const rows = Math.max(0, ...[...state.boards.values()].map((board) => board.lag_rows));
    setText(lag, rows === 0 ? "no lag" : `lag ${format.count(rows)}`);
    lag.classList.toggle("behind", rows > 0);
    line.setAttribute("points", pointsOf(state.rates));
  });
  return { element, forget };
}

function pointsOf(rates) {
  const most = Math.max(1, ...rates);
  const shown = [...Array(SAMPLES - rates.length).fill(0), ...rates];
  return shown.map((value, i) => `${i},${(18.5 - (value / most) * 17).toFixed(1)}`).join(" ");
}
