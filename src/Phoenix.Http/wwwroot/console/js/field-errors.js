// Puts what the API says is wrong beside the field that it names.

/** Takes away what an earlier answer said. */
export function clearErrors(form) {
  for (const note of form.querySelectorAll(".field-error")) {
    note.hidden = true;
    note.textContent = "";
  }
  for (const control of form.querySelectorAll("[aria-invalid]")) control.removeAttribute("aria-invalid");
}

/** Shows each detail at its field, or at the nearest that holds it; the result is those that have no place. */
export function showErrors(form, details) {
  const places = new Map([...form.querySelectorAll("[data-field]")].map((element) => [element.dataset.field, element]));
  return details.filter(({ field, message }) => {
    const name = nearest(field, places);
    const place = places.get(name);
    const note = place?.querySelector(":scope > .field-error");
    if (!note) return true;
    // At its own field the name of the field says nothing more.
    const text = name === field && message.startsWith(`${field} `) ? message.slice(field.length + 1) : message;
    note.textContent = note.hidden ? text : `${note.textContent}; ${text}`;
    note.hidden = false;
    const control = place.querySelector("input, select, textarea");
    control?.setAttribute("aria-invalid", "true");
    if (control && note.id) control.setAttribute("aria-errormessage", note.id);
    return false;
  });
}

export function focusFirstError(form) {
  form.querySelector("[aria-invalid]")?.focus();
}

function nearest(field, places) {
  let name = field;
  while (name && !places.has(name)) {
    const cut = Math.max(name.lastIndexOf("."), name.lastIndexOf("["));
    name = cut > 0 ? name.slice(0, cut) : "";
  }
  return name;
}
