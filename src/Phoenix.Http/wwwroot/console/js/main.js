// The console's start: signs in, and shows the page that the address names.

import { onUnauthorized } from "./api.js";
import { boardsView } from "./boards-view.js";
import { h } from "./dom.js";
import { eventsView } from "./events-view.js";
import { finalView } from "./final-view.js";
import { historyView } from "./history-view.js";
import { pulse } from "./pulse.js";
import { newBoardView, rulesView } from "./rules-view.js";
import { session } from "./session.js";
import { showShell } from "./shell.js";
import { signInView } from "./signin-view.js";
import { standingsView } from "./standings-view.js";

const ROUTES = [
  [/^\/$/, boardsView, []],
  [/^\/events$/, eventsView, []],
  [/^\/new$/, newBoardView, []],
  [/^\/boards\/([^/]+)$/, standingsView, ["board"]],
  [/^\/boards\/([^/]+)\/history$/, historyView, ["board"]],
  [/^\/boards\/([^/]+)\/rules$/, rulesView, ["board"]],
  [/^\/boards\/([^/]+)\/final\/([^/]+)$/, finalView, ["board", "at"]],
];

const main = document.getElementById("main");
let shown = null;
let isFirst = true;

addEventListener("hashchange", () => show());
// The address holds the place, so a link inside the page would be taken for one.
document.querySelector(".skip").addEventListener("click", (event) => {
  event.preventDefault();
  main.focus();
});
onUnauthorized((message) => signOut(message));
if (session.isOpen) pulse.restart();
show();

function go(path) {
  if (location.hash === `#${path}`) show();
  else location.hash = path;
}

function show(notice) {
  shown?.dispose?.();
  const [path, search] = (location.hash.slice(1) || "/").split(/\?(.*)/s);
  showShell(path, { onTenant: chooseTenant, onSignOut: () => signOut() });
  shown = session.isOpen ? viewOf(path, search) : signInView({ notice, onSignedIn });
  document.title = `${shown.title} · Phoenix`;
  main.replaceChildren(shown.element);
  main.classList.toggle("bare", !session.isOpen);
  const target = shown.focus ?? (isFirst ? null : main.querySelector("h1"));
  target?.focus({ preventScroll: true });
  if (!isFirst) scrollTo(0, 0);
  isFirst = false;
}

function viewOf(path, search) {
  for (const [pattern, view, names] of ROUTES) {
    const match = pattern.exec(path);
    if (!match) continue;
    const params = namedParts(names, match);
    if (!params) break;
    return view({ params, query: new URLSearchParams(search ?? ""), go, reload: () => show() });
  }
  return {
    title: "Nothing here",
    element: h("section", null, h("h1", { tabindex: "-1" }, "Nothing here"), h("a", { href: "#/" }, "To the boards")),
  };
}

/** Null where a part is no percent-encoded text: an address may be mistyped. */
function namedParts(names, match) {
  try {
    return Object.fromEntries(names.map((name, i) => [name, decodeURIComponent(match[i + 1])]));
  } catch {
    return null;
  }
}

function onSignedIn() {
  pulse.restart();
  show();
}

function chooseTenant(tenant) {
  session.chooseTenant(tenant);
  pulse.restart();
  if (location.hash.startsWith("#/boards/")) go("/");
  else show();
}

function signOut(notice) {
  if (!session.isOpen) return;
  pulse.stop();
  session.close();
  show(notice);
}
