// Signing in: a token of a tenant, or an admin key.

import { api } from "./api.js";
import { h } from "./dom.js";
import { claimsOf, session } from "./session.js";

export function signInView({ notice, onSignedIn }) {
  const field = h("input", {
    id: "credential", type: "password", autocomplete: "off", spellcheck: "false", required: true,
    "aria-describedby": "credential-error",
  });
  const error = h("p", { class: "field-error", id: "credential-error", role: "alert", hidden: !notice }, notice ?? "");
  const button = h("button", { type: "submit", class: "primary" }, "Sign in");
  const form = h("form", { class: "sign-in", onsubmit: submit },
    h("img", { src: "/console/icon.svg", alt: "", width: 44, height: 44 }),
    h("h1", { tabindex: "-1" }, "Phoenix"),
    h("p", { class: "lead" }, "Leaderboards, live."),
    h("label", { for: "credential" }, "Token or admin key"),
    field, error, button,
    h("dl", { class: "explain" },
      h("dt", null, "Admin token"), h("dd", null, "Boards, standings and events of its tenant."),
      h("dt", null, "Token"), h("dd", null, "Standings of its tenant."),
      h("dt", null, "Admin key"), h("dd", null, "Boards and events of every tenant.")),
    h("p", { class: "hint" },
      "A node in Development prints all three when it starts. They stay in this tab and are gone when it closes."));

  async function submit(event) {
    event.preventDefault();
    const credential = field.value.trim();
    if (!credential) return;
    button.disabled = true;
    error.hidden = true;
    try {
      const answer = await api.check(credential, claimsOf(credential));
      session.open(credential);
      if (session.isKey) session.chooseTenant(answer.tenants[0]?.tenant_id ?? null);
      onSignedIn();
    } catch (fault) {
      error.textContent = fault.message;
      error.hidden = false;
      field.setAttribute("aria-invalid", "true");
      field.focus();
    } finally {
      button.disabled = false;
    }
  }

  return { element: form, title: "Sign in", focus: field };
}
