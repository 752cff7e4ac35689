// Budgets: what may be spent, what is, and what happens then.

import { all, api, part } from "/admin/assets/api.js";
import { openForm } from "/admin/assets/dialog.js";
import { el, fill } from "/admin/assets/dom.js";
import * as f from "/admin/assets/format.js";
import { knownKeys, knownUsers } from "/admin/assets/names.js";
import { badge, empty, table } from "/admin/assets/table.js";
import { toast, toastProblem } from "/admin/assets/toast.js";
import { t } from "/admin/assets/words.js";

const SCOPES = { user: "scopeUser", key: "scopeKey", profile: "scopeProfile", provider: "scopeProvider" };

export function budgetsView(context) {
  const body = el("div", {});
  const bar = el("div", { class: "controls" }, newButton(context));
  const view = el("section", {}, el("h1", {}, t("budgets")), bar, body);

  async function load() {
    const budgets = await all("/admin/budgets");
    if (budgets.length) fill(body, budgetTable(budgets, context));
    else fill(body, empty(t("noBudgetsTitle"), t("noBudgets"), newButton(context)));
  }
  return { view, load };
}

function newButton(context) {
  return el("button", { type: "button", class: "primary", on: { click: () => create(context) } }, t("newBudget"));
}

function budgetTable(budgets, context) {
  const columns = [
    { label: t("scope"), cell: (budget) => `${t(SCOPES[budget.scope])} ${budget.subject_name ?? t("deletedOne", { id: budget.subject })}` },
    { label: t("period"), cell: (budget) => t(budget.period) },
    { label: t("spent"), cell: meter },
    { label: t("state"), cell: state },
    { label: t("resets"), cell: (budget) => f.moment(budget.resets_at) },
    { label: t("actions"), cell: (budget) => actions(budget, context) },
  ];
  return table({ columns, rows: budgets, caption: t("budgets") });
}

function meter(budget) {
  const share = Math.min(budget.percent, 100);
  const kind = budget.percent >= 100 ? "wrong" : budget.percent >= 80 ? "warn" : "good";
  const bar = el("div", { class: `meter ${kind}`, role: "meter", "aria-valuemin": 0, "aria-valuemax": 100, "aria-valuenow": share, "aria-label": t("spent") });
  const filled = el("div", {});
  filled.style.width = `${share}%`;
  bar.append(filled);
  return [`${f.amount(budget.spent)} / ${f.amount(budget.limit)} (${budget.percent} %)`, bar];
}

function state(budget) {
  if (!budget.active) return badge("off", t("inactive"));
  if (budget.percent >= 100) return badge("wrong", t(budget.hard ? "hardShort" : "softShort"));
  return badge("good", t(budget.hard ? "hardShort" : "softShort"));
}

function actions(budget, context) {
  return el(
    "div",
    { class: "actions" },
    el("button", { type: "button", id: `edit-${budget.id}`, on: { click: () => edit(budget, context) } }, t("edit")),
    el("button", { type: "button", id: `delete-${budget.id}`, on: { click: () => remove(budget, context) } }, t("delete")),
  );
}

const CURRENCIES = ["USD", "CNY"].map((code) => ({ value: code, label: code }));

function moneyFields(budget, currency) {
  return [
    { name: "amount", server: "limit", label: t("limit"), type: "number", step: "any", value: budget ? Number(budget.limit.amount) : "", required: true },
    { name: "currency", label: t("currency"), options: CURRENCIES, value: budget?.limit.currency ?? currency },
    { name: "hard", label: t("hard"), type: "checkbox", value: budget?.hard },
  ];
}

const limitOf = (values) => ({ currency: values.currency, amount: String(values.amount ?? "") });

async function create(context) {
  const [profiles, providers] = await Promise.all([all("/admin/profiles"), all("/admin/providers")]);
  const subjects = [
    ...knownUsers().map(({ id, name }) => ({ value: `user:${id}`, label: `${t("scopeUser")} ${name}` })),
    ...knownKeys().map(({ id, name, user_name: user }) => ({ value: `key:${id}`, label: `${t("scopeKey")} ${name}${user ? ` (${user})` : ""}` })),
    ...profiles.map(({ name }) => ({ value: `profile:${name}`, label: `${t("scopeProfile")} ${name}` })),
    ...providers.map(({ name }) => ({ value: `provider:${name}`, label: `${t("scopeProvider")} ${name}` })),
  ];
  const periods = ["day", "week", "month"].map((period) => ({ value: period, label: t(period) }));
  const fields = [
    { name: "subject", label: t("scope"), options: subjects },
    { name: "period", label: t("period"), options: periods, value: "month" },
    ...moneyFields(null, context.accounting.currency),
  ];
  const submit = async (values) => {
    const [scope] = values.subject.split(":", 1);
    const subject = values.subject.slice(scope.length + 1);
    await api.post("/admin/budgets", { scope, subject, period: values.period, limit: limitOf(values), hard: values.hard });
    await context.reload();
  };
  await openForm({ title: t("newBudget"), fields, action: t("create"), submit });
}

function edit(budget, context) {
  const fields = moneyFields(budget);
  const submit = async (values) => {
    await api.patch(`/admin/budgets/${part(budget.id)}`, { limit: limitOf(values), hard: values.hard });
    await context.reload();
  };
  return openForm({ title: t("editBudget"), fields, action: t("save"), submit });
}

async function remove(budget, context) {
  try {
    await api.remove(`/admin/budgets/${part(budget.id)}`);
  } catch (problem) {
    toastProblem(problem);
    return;
  }
  const { scope, subject, period, hard, limit } = budget;
  const undo = async () => {
    try {
      await api.post("/admin/budgets", { scope, subject, period, hard, limit: { currency: limit.currency, micros: limit.micros } });
    } catch (problem) {
      toastProblem(problem);
    }
    await context.reload();
  };
  toast(t("deletedDone", { name: t("budgets") }), { undo });
  await context.reload();
}
