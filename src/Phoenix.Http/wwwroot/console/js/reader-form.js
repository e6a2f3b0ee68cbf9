// A platform's credential reads no standings of other tenants: a token of one may stand beside it.

import { h } from "./dom.js";
import { session } from "./session.js";

export function readerForm(onAdded) {
  const field = h("input", { id: "reader", type: "password", autocomplete: "off", spellcheck: "false", required: true,
    "aria-describedby": "reader-error" });
  const error = h("p", { class: "field-error", id: "reader-error", role: "alert", hidden: true });
  return h("form", { class: "notice", onsubmit: add },
    h("p", null, h("strong", null, `This credential reads no standings of “${session.tenant}”. `),
      "To see them, add a token of that tenant."),
    h("div", { class: "inline" }, h("label", { for: "reader" }, "Token"), field,
      h("button", { type: "submit" }, "Add token")),
    error);

  function add(event) {
    event.preventDefault();
    try {
      session.addReader(field.value.trim());
      onAdded();
    } catch (fault) {
      error.textContent = fault.message;
      error.hidden = false;
    }
  }
}
