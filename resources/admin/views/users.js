// Users: people of the team, each switched off and on with one press.

import { all, api, part } from "/admin/assets/api.js";
import { openForm } from "/admin/assets/dialog.js";
import { el, fill, newest } from "/admin/assets/dom.js";
import * as f from "/admin/assets/format.js";
import { badge, empty, table } from "/admin/assets/table.js";
import { toast, toastProblem } from "/admin/assets/toast.js";
import { editProviderKeys } from "/admin/assets/views/personal_keys.js";
import { t } from "/admin/assets/words.js";

const chosen = { search: "", inactive: false };

export function usersView(context) {
  const body = el("div", {});
  const turn = newest();
  const view = el("section", {}, el("h1", {}, t("users")), controls(context, context.redraw), body);

  async function load() {
    const last = turn();
    const filters = { search: chosen.search, active: chosen.inactive ? undefined : "true" };
    const users = await all("/admin/users", filters);
    if (!last()) return; // another choice was made since
    if (users.length) fill(body, userTable(users, context));
    else if (chosen.search) fill(body, empty(t("noneFound"), ""));
    else fill(body, empty(t("noUsersTitle"), t("noUsers"), newButton(context)));
  }
  return { view, load };
}

function controls(context, load) {
  const search = {
    id: "user-search",
    type: "search",
    placeholder: t("search"),
    "aria-label": t("search"),
    value: chosen.search,
    on: {
      input: (event) => {
        chosen.search = event.target.value.trim();
        load();
      },
    },
  };
  const all_ = {
    id: "user-inactive",
    type: "checkbox",
    checked: chosen.inactive,
    on: {
      change: (event) => {
        chosen.inactive = event.target.checked;
        load();
      },
    },
  };
  return el(
    "div",
    { class: "controls" },
    el("input", search),
    el("label", { class: "inline" }, el("input", all_), t("showInactive")),
    newButton(context),
  );
}

function newButton(context) {
  return el("button", { type: "button", class: "primary", on: { click: () => edit(null, context) } }, t("newUser"));
}

function userTable(users, context) {
  const columns = [
    { label: t("name"), cell: (user) => [user.name, user.note ? el("span", { class: "hint" }, ` ${user.note}`) : ""] },
    { label: t("email"), cell: (user) => user.email },
    { label: t("state"), cell: (user) => (user.active ? badge("good", t("active")) : badge("off", t("inactive"))) },
    { label: t("keys"), cell: (user) => el("a", { href: `#keys/${user.id}` }, f.count(user.key_count)) },
    { label: t("created"), cell: (user) => f.moment(user.created_at) },
    { label: t("actions"), cell: (user) => actions(user, context) },
  ];
  const rowClass = (user) => (user.active ? "" : "inactive");
  return table({ columns, rows: users, caption: t("users"), rowClass });
}

function actions(user, context) {
  const flip = () => setActive(user, !user.active, context);
  return el(
    "div",
    { class: "actions" },
    el("button", { type: "button", id: `edit-${user.id}`, on: { click: () => edit(user, context) } }, t("edit")),
    el("button", { type: "button", id: `own-keys-${user.id}`, on: { click: () => editProviderKeys(user, context) } }, t("providerKeys")),
    el("button", { type: "button", id: `flip-${user.id}`, on: { click: flip } }, t(user.active ? "deactivate" : "activate")),
  );
}

async function setActive(user, active, context) {
  try {
    await api.post(`/admin/users/${part(user.id)}/${active ? "activate" : "deactivate"}`);
  } catch (problem) {
    toastProblem(problem);
    return;
  }
  const undo = () => setActive(user, !active, context);
  toast(t(active ? "activated" : "deactivated", { name: user.name }), { undo });
  await context.reload();
}

function edit(user, context) {
  const fields = [
    { name: "name", label: t("name"), value: user?.name, required: true },
    { name: "email", label: t("email"), value: user?.email, type: "email" },
    { name: "note", label: t("note"), value: user?.note },
  ];
  const submit = async (values) => {
    if (user) await api.patch(`/admin/users/${part(user.id)}`, values);
    else await api.post("/admin/users", values);
    toast(t("savedDone", { name: values.name }));
    await context.reload();
  };
  return openForm({ title: t(user ? "editUser" : "newUser"), fields, action: t(user ? "save" : "create"), submit });
}
