// A form in a dialog: its fields, the server's word on each of them, and what to do with them.

import { el, uniqueId } from "/admin/assets/dom.js";
import { t } from "/admin/assets/words.js";

/**
 * One field: `{name, label, type, value, options, hint, required, server}`. `server` is the name by
 * which the server speaks of it, where that is another one.
 */
function control(field, id) {
  const shared = { id, name: field.name, "aria-describedby": `${id}-hint ${id}-error` };
  if (field.options) {
    const options = field.options.map(({ value, label }) =>
      el("option", { value, selected: value === field.value }, label),
    );
    return el("select", shared, options);
  }
  const type = field.type ?? "text";
  const more = type === "number" ? { min: 1, step: field.step ?? 1, inputmode: "decimal" } : {};
  const input = el("input", {
    ...shared,
    ...more,
    type,
    required: field.required,
    autocomplete: type === "password" ? "new-password" : "off",
    spellcheck: "false",
  });
  if (type === "checkbox") input.checked = Boolean(field.value);
  else input.value = field.value ?? "";
  return input;
}

function row(field) {
  const id = uniqueId(field.name);
  const input = control(field, id);
  const error = el("p", { class: "error", id: `${id}-error` });
  const hint = el("p", { class: "hint", id: `${id}-hint` }, field.hint ?? "");
  const label = el("label", { for: id }, field.label);
  const parts = field.type === "checkbox" ? [input, label] : [label, input];
  const box = el("div", { class: field.type === "checkbox" ? "field checkbox" : "field" }, parts, hint, error);
  return { field, input, error, box };
}

function read({ field, input }) {
  if (field.type === "checkbox") return input.checked;
  if (field.type === "number") return input.value === "" ? null : Number(input.value);
  return input.value.trim();
}

/**
 * Open a form; `submit(values)` may reject with a Problem, whose fields are told beside them. With
 * `changed(values, rows)` the form can adapt. The promise ends when the dialog is closed.
 */
export function openForm({ title, text = "", fields, action, submit, changed }) {
  return new Promise((resolve) => {
    const rows = fields.map(row);
    const titleId = uniqueId("title");
    const general = el("p", { class: "error", role: "alert" });
    const confirm = el("button", { type: "submit", class: "primary" }, action);
    const values = () => Object.fromEntries(rows.map((each) => [each.field.name, read(each)]));
    const cancel = () => dialog.close();
    const buttons = el(
      "div",
      { class: "buttons" },
      el("button", { type: "button", on: { click: cancel } }, t("cancel")),
      confirm,
    );
    const boxes = rows.map((each) => each.box);
    const form = el("form", { novalidate: true }, boxes, general, buttons);
    const dialog = el(
      "dialog",
      { "aria-labelledby": titleId },
      el("h2", { id: titleId }, title),
      text ? el("p", {}, text) : null,
      form,
    );
    const adapt = () => changed?.(values(), new Map(rows.map((each) => [each.field.name, each])));
    for (const kind of ["input", "change"]) form.addEventListener(kind, adapt);
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      if (!complete(rows)) return;
      confirm.disabled = true;
      try {
        await submit(values());
        dialog.close();
      } catch (problem) {
        if (problem.fields === undefined) throw problem;
        tell(problem, rows, general);
      } finally {
        confirm.disabled = false;
      }
    });
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    });
    document.body.append(dialog);
    adapt();
    dialog.showModal();
    rows[0]?.input.focus();
  });
}

/** Ask before what cannot be undone; whether the answer was yes. */
export async function confirmed({ title, text, action }) {
  let yes = false;
  const submit = () => (yes = true);
  await openForm({ title, text, fields: [], action, submit });
  return yes;
}

/** Whether every required field has something in it; the first that has not gets the focus. */
function complete(rows) {
  const lacking = rows.filter(({ field, input }) => field.required && !input.value.trim());
  for (const { input, error } of rows) {
    const lacks = lacking.some((each) => each.input === input);
    error.textContent = lacks ? t("required") : "";
    input.setAttribute("aria-invalid", String(lacks));
  }
  lacking[0]?.input.focus();
  return !lacking.length;
}

function tell(problem, rows, general) {
  const left = new Map(problem.fields);
  for (const { field, input, error } of rows) {
    const name = field.server ?? field.name;
    const found = [...left.keys()].find((each) => each === name || each.startsWith(`${name}.`));
    error.textContent = found === undefined ? "" : left.get(found);
    input.setAttribute("aria-invalid", String(found !== undefined));
    left.delete(found);
  }
  const unsaid = left.size || !problem.fields.size;
  const text = problem.status === 0 ? t("unreachable") : problem.message;
  general.textContent = unsaid ? text : "";
  rows.find(({ input }) => input.getAttribute("aria-invalid") === "true")?.input.focus();
}

/** Show a secret once, with a button that copies it; ends when the dialog is closed. */
export function showOnce({ title, text, secret }) {
  return new Promise((resolve) => {
    const titleId = uniqueId("title");
    const code = el("code", { class: "secret", tabindex: "0" }, secret);
    const copied = el("span", { role: "status", class: "hint" });
    const copy = async () => {
      try {
        await navigator.clipboard.writeText(secret);
        copied.textContent = t("copied");
      } catch {
        getSelection().selectAllChildren(code); // the browser forbids it: Ctrl+C does it now
      }
    };
    const dialog = el(
      "dialog",
      { "aria-labelledby": titleId },
      el("h2", { id: titleId }, title),
      el("p", {}, text),
      code,
      el(
        "div",
        { class: "buttons" },
        copied,
        el("button", { type: "button", class: "primary", on: { click: copy } }, t("copy")),
        el("button", { type: "button", on: { click: () => dialog.close() } }, t("close")),
      ),
    );
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve();
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}
