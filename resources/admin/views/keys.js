// Keys: shown once when they are made, switched off with one press.

import { all, api, part } from "/admin/assets/api.js";
import { openForm, showOnce } from "/admin/assets/dialog.js";
import { el, fill, newest, refill } from "/admin/assets/dom.js";
import * as f from "/admin/assets/format.js";
import { knownUsers } from "/admin/assets/names.js";
import { badge, empty, table } from "/admin/assets/table.js";
import { toast, toastProblem } from "/admin/assets/toast.js";
import { t } from "/admin/assets/words.js";

const chosen = { user: undefined, inactive: false };

/** The view; `userId` from the address narrows it to one user. */
export function keysView(context, userId) {
  if (userId !== undefined) chosen.user = userId;
  const body = el("div", {});
  const bar = el("div", { class: "controls" });
  const turn = newest();
  const view = el("section", {}, el("h1", {}, t("keys")), bar, body);

  async function load() {
    const last = turn();
    const filters = { user_id: chosen.user, active: chosen.inactive ? undefined : "true" };
    const keys = await all("/admin/api-keys", filters);
    if (!last()) return; // another choice was made since
    refill(bar, controls(context, context.redraw));
    if (keys.length) fill(body, keyTable(keys, context));
    else fill(body, empty(t("noKeysTitle"), t("noKeys"), newButton(context)));
  }
  return { view, load };
}

function controls(context, load) {
  const people = knownUsers().map((user) =>
    el("option", { value: user.id, selected: user.id === chosen.user }, user.name),
  );
  const byUser = (event) => {
    chosen.user = event.target.value || undefined;
    load();
  };
  const inactive = (event) => {
    chosen.inactive = event.target.checked;
    load();
  };
  const checkbox = { id: "key-inactive", type: "checkbox", checked: chosen.inactive, on: { change: inactive } };
  const select = { id: "key-user", "aria-label": t("user"), on: { change: byUser } };
  return [
    el("select", select, el("option", { value: "" }, t("allUsers")), people),
    el("label", { class: "inline" }, el("input", checkbox), t("showInactive")),
    newButton(context),
  ];
}

function newButton(context) {
  return el("button", { type: "button", class: "primary", on: { click: () => create(context) } }, t("newKey"));
}

function keyTable(keys, context) {
  const columns = [
    { label: t("name"), cell: (key) => key.name },
    { label: t("user"), cell: (key) => key.user_name ?? t("nobody") },
    { label: t("prefix"), cell: (key) => el("code", {}, key.prefix ? `${key.prefix}…` : "") },
    { label: t("profile"), cell: (key) => key.profile },
    { label: t("limits"), cell: limits },
    { label: t("lastUsed"), cell: (key) => f.ago(key.last_used_at) },
    { label: t("state"), cell: state },
    { label: t("actions"), cell: (key) => actions(key, context) },
  ];
  return table({ columns, rows: keys, caption: t("keys"), rowClass: (key) => (key.active ? "" : "inactive") });
}

function limits(key) {
  const parts = [
    key.requests_per_minute && t("rpmShort", { n: f.count(key.requests_per_minute) }),
    key.tokens_per_minute && t("tpmShort", { n: f.short(key.tokens_per_minute) }),
    key.concurrency && t("atOnce", { n: f.count(key.concurrency) }),
    key.expires_at && `${t("expires")} ${f.moment(key.expires_at)}`,
  ];
  return parts.filter(Boolean).join(" · ") || t("noLimit");
}

function state(key) {
  if (!key.active) return badge("off", t("inactive"));
  if (key.expires_at && new Date(key.expires_at) < new Date()) return badge("warn", t("expired"));
  return badge("good", t("active"));
}

function actions(key, context) {
  const flip = () => setActive(key, !key.active, context);
  return el(
    "div",
    { class: "actions" },
    el("button", { type: "button", id: `edit-${key.id}`, on: { click: () => edit(key, context) } }, t("edit")),
    el("button", { type: "button", id: `flip-${key.id}`, on: { click: flip } }, t(key.active ? "deactivate" : "activate")),
  );
}

async function setActive(key, active, context) {
  try {
    await api.post(`/admin/api-keys/${part(key.id)}/${active ? "activate" : "deactivate"}`);
  } catch (problem) {
    toastProblem(problem);
    return;
  }
  const undo = () => setActive(key, !active, context);
  toast(t(active ? "activated" : "deactivated", { name: key.name }), { undo });
  await context.reload();
}

async function shared(key) {
  const profiles = await all("/admin/profiles");
  const options = profiles.map(({ name }) => ({ value: name, label: name }));
  return [
    { name: "profile", label: t("profile"), options, value: key?.profile ?? "default" },
    { name: "expires_at", label: t("expires"), type: "date", value: key?.expires_at?.slice(0, 10) },
    { name: "requests_per_minute", label: t("rpm"), type: "number", value: key?.requests_per_minute, hint: t("emptyIsNone") },
    { name: "tokens_per_minute", label: t("tpm"), type: "number", value: key?.tokens_per_minute },
    { name: "concurrency", label: t("concurrency"), type: "number", value: key?.concurrency },
  ];
}

function dated(values) {
  const end = values.expires_at ? `${values.expires_at}T23:59:59Z` : null;
  return { ...values, expires_at: end };
}

async function create(context) {
  const people = knownUsers().filter((user) => user.active);
  const owners = [{ value: "", label: t("nobody") }, ...people.map(({ id, name }) => ({ value: id, label: name }))];
  const fields = [
    { name: "name", label: t("name"), required: true },
    { name: "user_id", label: t("user"), options: owners, value: chosen.user ?? "" },
    ...(await shared(null)),
  ];
  let made = null;
  const submit = async (values) => {
    made = await api.post("/admin/api-keys", dated({ ...values, user_id: values.user_id || null }));
    context.reload();
  };
  await openForm({ title: t("newKey"), fields, action: t("create"), submit });
  if (made) await showOnce({ title: t("keyMade"), text: t("keyOnce"), secret: made.key });
}

async function edit(key, context) {
  const fields = [{ name: "name", label: t("name"), value: key.name, required: true }, ...(await shared(key))];
  const submit = async (values) => {
    // The day as it was keeps its hour too.
    const same = values.expires_at === (key.expires_at?.slice(0, 10) ?? "");
    const changes = same ? { ...values, expires_at: key.expires_at } : dated(values);
    await api.patch(`/admin/api-keys/${part(key.id)}`, changes);
    toast(t("savedDone", { name: values.name }));
    await context.reload();
  };
  await openForm({ title: t("editKey"), fields, action: t("save"), submit });
}
