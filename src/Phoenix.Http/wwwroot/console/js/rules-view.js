// The editor of a board: its form, the JSON of its config, and the dry run beside them.

import { api } from "./api.js";
import { boardHead, boardPath } from "./board-head.js";
import { configForm } from "./config-form.js";
import { isSameJson, newConfig } from "./config-model.js";
import { h, labelled, setText } from "./dom.js";
import { dryRunPanel } from "./dryrun-panel.js";
import { clearErrors, focusFirstError, showErrors } from "./field-errors.js";
import { rebuildPanel } from "./rebuild-panel.js";
import { session } from "./session.js";

const NOT_ALLOWED = "Making and changing boards takes a token with the role phoenix.admin, or an admin key.";

export function newBoardView({ go }) {
  const heading = h("h1", { tabindex: "-1" }, "New board");
  if (!session.isAdmin) {
    return { title: "New board", element: h("section", null, heading, h("p", { class: "notice" }, NOT_ALLOWED)) };
  }
  const editor = boardEditor({ board: null, onSaved: (board) => go(boardPath(board.leaderboard_id)) });
  return { title: "New board", element: h("section", null, heading, editor.element), dispose: editor.dispose };
}

export function rulesView({ params, reload }) {
  const id = params.board;
  const head = boardHead(id, "rules");
  const body = h("div", null, h("p", { class: "muted" }, session.isAdmin ? "Loading …" : NOT_ALLOWED));
  const element = h("section", null, head.element, body);
  let editor = null;
  let isGone = false;
  if (session.isAdmin) {
    api.definition(id).then((board) => {
      if (isGone) return;
      head.show(board);
      editor = boardEditor({ board, onSaved: head.show, reload });
      body.replaceChildren(editor.element);
    }, (fault) => body.replaceChildren(h("p", { class: "notice error" }, fault.message)));
  }
  return {
    title: `${id}: rules`,
    element,
    dispose() {
      isGone = true;
      editor?.dispose();
    },
  };
}

/** @param board the board to change, or null for a new one. @param onSaved called with the board as the API has it. */
function boardEditor({ board, onSaved, reload }) {
  let saved = board;
  const about = aboutFields(board);
  const json = h("textarea", { id: "json", class: "code", rows: 24, spellcheck: "false", oninput: takeJson });
  const jsonField = labelled("Config", json);
  const backfill = backfillFields();
  const message = h("p", { class: "message", role: "status" });
  const save = h("button", { type: "submit", class: "primary" }, board ? "Save" : "Create the board");
  const form = configForm({ onChange: takeForm });
  const dryRun = dryRunPanel({ onConfigErrors: (details) => showErrors(resetConfigErrors(), details) });
  const rebuild = board ? rebuildPanel(board.leaderboard_id) : null;
  const isFinal = board?.status === "archived";
  const element = h("div", { class: "columns editor" },
    h("form", { class: "main", novalidate: true, onsubmit: submit },
      isFinal && h("p", { class: "notice" }, "This board is archived: its standings stay, its rules are final."),
      about.element, form.element,
      h("details", { class: "json" }, h("summary", null, "The config as JSON"), jsonField),
      backfill.element,
      h("div", { class: "actions" }, save, board && !isFinal && archiveButton(board, reload), message)),
    h("aside", null, dryRun.element, rebuild?.element));
  save.disabled = isFinal;
  form.write(board?.config ?? newConfig());
  takeForm();

  function resetConfigErrors() {
    clearErrors(form.element);
    return form.element;
  }

  function takeForm() {
    json.value = JSON.stringify(form.read(), null, 2);
    setJsonError("");
    dryRun.tryConfig(json.value);
  }

  function takeJson() {
    try {
      const config = JSON.parse(json.value);
      if (config === null || typeof config !== "object" || Array.isArray(config)) throw new Error("it is no object");
      form.write(config);
      setJsonError("");
      dryRun.tryConfig(json.value);
    } catch (fault) {
      setJsonError(`This is not the JSON of a config: ${fault.message}`);
    }
  }

  function setJsonError(text) {
    const note = jsonField.querySelector(".field-error");
    note.hidden = !text;
    setText(note, text);
    save.disabled = isFinal || text !== "";
  }

  async function submit(event) {
    event.preventDefault();
    save.disabled = true;
    setText(message, "");
    message.className = "message";
    clearErrors(element);
    try {
      saved = await (saved ? change() : create());
      setText(message, "Saved.");
      rebuild?.refresh();
      onSaved(saved);
    } catch (fault) {
      const left = showErrors(element, fault.details ?? []);
      message.className = "message error";
      setText(message, fault.details?.length > 0 && left.length === 0 ? "Not saved: see the fields." : fault.message);
      focusFirstError(element);
    } finally {
      save.disabled = false;
    }
  }

  function create() {
    return api.create({ ...about.read(), config: JSON.parse(json.value), ...backfill.read() });
  }

  async function change() {
    const id = saved.leaderboard_id;
    const given = about.read();
    const changed = Object.fromEntries(["name", "description", "status"]
      .filter((name) => given[name] !== saved[name]).map((name) => [name, given[name]]));
    if (Object.keys(changed).length > 0) saved = await api.patch(id, { ...changed, version: saved.version });
    const config = JSON.parse(json.value);
    const again = backfill.read();
    if (isSameJson(config, saved.config) && !again.backfill) return saved;
    saved = await api.putConfig(id, { config, version: saved.version, ...again });
    form.write(saved.config);
    takeForm();
    return saved;
  }

  return {
    element,
    dispose() {
      dryRun.dispose();
      rebuild?.dispose();
    },
  };
}

function aboutFields(board) {
  const id = h("input", { autocomplete: "off", spellcheck: "false", maxlength: "64", required: true });
  const name = h("input", { autocomplete: "off", maxlength: "200", value: board?.name ?? "" });
  const description = h("input", { autocomplete: "off", maxlength: "2000", value: board?.description ?? "" });
  const status = h("select", null, ["active", "inactive"].map((value) =>
    h("option", { value, selected: value === board?.status }, value)));
  const element = h("fieldset", { class: "group" }, h("legend", null, "Board"), h("div", { class: "grid" },
    !board && labelled("Id", id, { field: "leaderboard_id", hint: "letters, digits, - and _; it stays" }),
    labelled("Name", name, { field: "name" }), labelled("Description", description, { field: "description" }),
    board && board.status !== "archived" && labelled("State", status, {
      field: "status", hint: "inactive: keeps its standings, counts nothing",
    })));
  return {
    element,
    read() {
      if (board) return { name: name.value, description: description.value, status: status.value };
      const named = name.value ? { name: name.value } : {};
      return { leaderboard_id: id.value.trim(), ...named, description: description.value };
    },
  };
}

function backfillFields() {
  const since = h("input", { placeholder: "2025-11-18T00:00:00Z", spellcheck: "false", autocomplete: "off" });
  const sinceField = labelled("Accepted since", since, { field: "backfill" });
  const kind = h("select", null, h("option", { value: "" }, "events from now on"),
    h("option", { value: "all" }, "the whole log again"), h("option", { value: "since" }, "the log again since …"));
  sinceField.hidden = true;
  kind.addEventListener("change", () => {
    sinceField.hidden = kind.value !== "since";
  });
  return {
    element: h("fieldset", { class: "group" }, h("legend", null, "What it scores"),
      h("div", { class: "grid" }, labelled("These rules score", kind), sinceField)),
    read() {
      if (kind.value === "all") return { backfill: true };
      return kind.value === "since" ? { backfill: since.value.trim() } : {};
    },
  };
}

function archiveButton(board, reload) {
  const ask = h("button", { type: "button", class: "quiet", onclick: () => toggle(true) }, "Archive …");
  const sure = h("button", { type: "button", class: "danger", onclick: archive }, "Archive for good");
  const keep = h("button", { type: "button", class: "quiet", onclick: () => toggle(false) }, "Keep it");
  const fault = h("span", { class: "field-error", role: "alert", hidden: true });
  const element = h("span", { class: "inline" }, ask, sure, keep, fault);
  toggle(false);

  function toggle(isAsking) {
    const hadFocus = element.contains(document.activeElement);
    ask.hidden = isAsking;
    sure.hidden = keep.hidden = !isAsking;
    if (hadFocus) (isAsking ? keep : ask).focus();
  }

  async function archive() {
    try {
      await api.patch(board.leaderboard_id, { status: "archived" });
      reload();
    } catch (error) {
      fault.hidden = false;
      fault.textContent = error.message;
    }
  }

  return element;
}
