// Filters and conditions, one line each: a path, an operator, a value.

import { h } from "./dom.js";

const OPERATORS = ["eq", "ne", "gt", "gte", "lt", "lte", "in", "nin", "exists", "contains", "starts_with"];
const SIGNS = {
  eq: "=", ne: "≠", gt: ">", gte: "≥", lt: "<", lte: "≤", in: "one of", nin: "none of", exists: "exists",
  contains: "contains", starts_with: "starts with",
};

/** @param what "filter" or "condition". @param field the API's name of the whole. */
export function predicateEditor({ what, field, predicates, onChange }) {
  const list = h("ul", { class: "predicates" });
  const add = h("button", {
    type: "button", class: "quiet", onclick: () => addRow("", "eq", "", true),
  }, `Add a ${what}`);
  const element = h("div", { class: "field", "data-field": field }, list, add,
    h("p", { class: "field-error", hidden: true }));
  for (const [path, operators] of Object.entries(predicates ?? {})) {
    for (const [operator, operand] of Object.entries(operators ?? {})) addRow(path, operator, toText(operand), false);
  }

  function addRow(path, operator, value, isNew) {
    const field = (kind, label, placeholder, text) => h("input", {
      class: kind, "aria-label": label, placeholder, value: text, spellcheck: "false", autocomplete: "off",
    });
    const pathInput = field("path", "Path", "attrs.mode", path);
    const operatorSelect = h("select", { "aria-label": "Operator" }, OPERATORS.map((name) =>
      h("option", { value: name, selected: name === operator }, SIGNS[name])));
    const valueInput = field("value", "Value", "value", value);
    const remove = h("button", {
      type: "button", class: "quiet icon", "aria-label": `Remove this ${what}`, onclick: removeRow,
    }, "×");
    const row = h("li", null, pathInput, operatorSelect, valueInput, remove);
    list.append(row);
    if (isNew) pathInput.focus();

    function removeRow() {
      row.remove();
      add.focus();
      onChange();
    }
  }

  return {
    element,

    /** `{path: {operator: operand}}`; a line without a path is none yet. */
    read() {
      const result = {};
      for (const row of list.children) {
        const [path, operator, value] = row.querySelectorAll("input, select");
        const name = path.value.trim();
        if (name) (result[name] ??= {})[operator.value] = toOperand(operator.value, value.value);
      }
      return result;
    },
  };
}

// A string stands as it is, unless it reads as something else.
function toText(operand) {
  return typeof operand === "string" && isPlain(operand) ? operand : JSON.stringify(operand);
}

function isPlain(text) {
  return typeof scalar(text) === "string" && scalar(text) === text && text.trim() === text;
}

function scalar(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function toOperand(operator, text) {
  const value = scalar(text.trim());
  if (operator !== "in" && operator !== "nin") return operator === "exists" && value === "" ? true : value;
  if (Array.isArray(value)) return value;
  return text.split(",").map((part) => scalar(part.trim())).filter((part) => part !== "");
}
