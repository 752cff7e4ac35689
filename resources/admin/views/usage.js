// Usage: what was asked, what it took and what it cost, over time and by whom.

import { all, api, query } from "/admin/assets/api.js";
import { stackedBars } from "/admin/assets/chart.js";
import { el, fill, newest, refill } from "/admin/assets/dom.js";
import * as f from "/admin/assets/format.js";
import { groupName, knownUsers } from "/admin/assets/names.js";
import { empty, table } from "/admin/assets/table.js";
import { recentTable } from "/admin/assets/views/recent.js";
import { t } from "/admin/assets/words.js";

const RANGES = { today: 0, days7: 6, days30: 29, days90: 89 };
const GROUPINGS = { byModel: "model", byUser: "user", byKey: "key", byProvider: "provider", byClient: "client" };
const PLURAL = { model: "models", user: "users", key: "keys", provider: "providers", client: "clients" };

const chosen = {
  range: "days7",
  from: "",
  to: "",
  user: undefined,
  by: "model",
  measure: "tokens",
  order: { column: 5, down: true },
};

/** The view; `context.accounting` says how money and days are counted. */
export function usageView(context) {
  const body = el("div", {});
  const [numbers, bars, tables] = [el("div", {}), el("div", {}), el("div", {})];
  const bar = el("div", { class: "controls" });
  const content = el("div", {}, numbers, el("div", { class: "card" }, bar, bars), tables);
  const turn = newest();
  const controls = el("div", { class: "controls" });
  const view = el("section", {}, el("h1", {}, t("usage")), controls, body);

  async function load() {
    const last = turn();
    const zone = context.accounting.timezone;
    const filters = { ...range(zone), user_id: chosen.user };
    const hours = filters.start_date === filters.end_date;
    const bucket = hours ? "hour" : "day";
    const [total, series, groups, recent] = await Promise.all([
      api.get(`/admin/stats/total${query(filters)}`),
      api.get(`/admin/stats/series${query({ ...filters, bucket, by: chosen.by, top: 7 })}`),
      all(`/admin/stats/${PLURAL[chosen.by]}`, filters, 200),
      api.get(`/admin/usage${query({ ...filters, limit: 12 })}`),
    ]);
    if (!last()) return; // another choice was made since
    refill(controls, controlRow(context.redraw, zone));
    if (!total.requests) {
      fill(body, empty(t("noUsageTitle"), t("noUsage")));
      return;
    }
    if (!content.isConnected) fill(body, content);
    fill(numbers, tiles(total));
    refill(bar, el("h2", {}, t("overTime")), measureButtons(context), groupSelect(context));
    fill(bars, chart(series, filters, context));
    fill(
      tables,
      el("h2", {}, t(Object.keys(GROUPINGS).find((name) => GROUPINGS[name] === chosen.by))),
      groupTable(groups, context),
      el("h2", {}, t("recent")),
      recentTable(recent.items),
    );
  }
  return { view, load };
}

function range(zone) {
  if (chosen.range === "custom") return { start_date: chosen.from, end_date: chosen.to };
  return { start_date: f.isoDay(zone, RANGES[chosen.range]), end_date: f.isoDay(zone) };
}

function controlRow(load, zone) {
  const ranges = [...Object.keys(RANGES), "custom"].map((name) => {
    const press = () => {
      if (name === "custom" && chosen.range !== "custom") Object.assign(chosen, customOf(zone));
      chosen.range = name;
      load();
    };
    const state = { id: `range-${name}`, type: "button", "aria-pressed": String(chosen.range === name) };
    return el("button", { ...state, on: { click: press } }, t(name));
  });
  const dates = ["from", "to"].map((name) => {
    const change = (event) => {
      chosen[name] = event.target.value || chosen[name];
      if (chosen.from > chosen.to) chosen[name === "from" ? "to" : "from"] = chosen[name];
      load();
    };
    const input = { id: `date-${name}`, type: "date", value: chosen[name], on: { change } };
    return el("label", { class: "inline" }, t(name), el("input", input));
  });
  return [
    el("div", { class: "segments", role: "group", "aria-label": t("range") }, ranges),
    chosen.range === "custom" ? dates : null,
    userSelect(load),
  ];
}

function customOf(zone) {
  return { from: f.isoDay(zone, RANGES[chosen.range] ?? 6), to: f.isoDay(zone) };
}

function userSelect(load) {
  const change = (event) => {
    chosen.user = event.target.value || undefined;
    load();
  };
  const people = knownUsers().map((user) =>
    el("option", { value: user.id, selected: chosen.user === user.id }, user.name),
  );
  const options = [el("option", { value: "" }, t("allUsers")), people];
  return el("select", { id: "usage-user", "aria-label": t("user"), on: { change } }, options);
}

function tiles(total) {
  const tokens = total.tokens;
  const unpriced = total.unpriced_requests
    ? t("unpricedTold", { n: f.count(total.unpriced_requests) })
    : "";
  const estimated = total.estimated_requests
    ? t("estimatedTold", { n: f.count(total.estimated_requests) })
    : "";
  const saved = total.saved.some(({ micros }) => micros > 0)
    ? t("savedTold", { amount: f.money(total.saved) })
    : "";
  const failed = total.failures
    ? t("failedTold", { n: f.count(total.failures), p: f.count(total.partials) })
    : t("noneFailed");
  const spend = total.cost.length || !unpriced ? f.money(total.cost) : t("unpriced");
  return el(
    "div",
    { class: "tiles" },
    tile("spend", t("spend"), spend, unpriced || estimated, unpriced ? "warn" : ""),
    tile("tokens", t("tokens"), f.short(tokens.total), t("inOut", { in: f.short(tokens.input), out: f.short(tokens.output) })),
    tile("cache", t("cache"), f.percent(total.cache_share), saved),
    tile("requests", t("requests"), f.count(total.requests), failed, total.failures ? "warn" : ""),
    tile("first", t("firstToken"), f.duration(total.first_delta_ms.p50), t("p95", { value: f.duration(total.first_delta_ms.p95) })),
  );
}

function tile(id, label, value, more, kind = "") {
  return el(
    "div",
    { class: "tile", id: `tile-${id}` },
    el("h2", {}, label),
    el("p", { class: "value" }, value),
    el("p", { class: `more ${kind}` }, more),
  );
}

function chart(series, filters, context) {
  const steps = series.bucket === "hour" ? hours(series) : days(filters, series.timezone);
  const points = new Map();
  const groups = new Map();
  for (const point of series.items) {
    const step = series.bucket === "hour" ? point.start : f.dayOf(point.start, series.timezone);
    points.set(`${step}\n${point.key}`, point);
    groups.set(point.key, { key: point.key, label: groupName(chosen.by, point) });
  }
  const inTokens = chosen.measure === "tokens";
  const value = (step, group) => {
    const point = points.get(`${step.key}\n${group.key}`);
    if (!point) return 0;
    return inTokens ? point.tokens.total : f.worth(point.cost, context.accounting);
  };
  const shown = inTokens
    ? (amount) => f.short(amount)
    : (amount) => f.amount({ micros: amount, currency: context.accounting.currency });
  const title = `${t("overTime")}: ${t(inTokens ? "measureTokens" : "measureMoney")}`;
  return stackedBars({ steps, groups: [...groups.values()], value, shown, title });
}

function measureButtons(context) {
  const buttons = ["tokens", "money"].map((name) => {
    const press = () => {
      chosen.measure = name;
      context.redraw();
    };
    const label = t(name === "tokens" ? "measureTokens" : "measureMoney");
    const state = { id: `measure-${name}`, type: "button", "aria-pressed": String(chosen.measure === name) };
    return el("button", { ...state, on: { click: press } }, label);
  });
  return el("div", { class: "segments", role: "group", "aria-label": t("overTime") }, buttons);
}

function groupSelect(context) {
  const change = (event) => {
    chosen.by = event.target.value;
    context.redraw();
  };
  const options = Object.entries(GROUPINGS).map(([word, by]) =>
    el("option", { value: by, selected: by === chosen.by }, t(word)),
  );
  return el("select", { id: "usage-by", "aria-label": t("groupBy"), on: { change } }, options);
}

function days(filters, zone) {
  const steps = [];
  const last = new Date(`${filters.end_date}T12:00:00Z`);
  for (let at = new Date(`${filters.start_date}T12:00:00Z`); at <= last; at.setUTCDate(at.getUTCDate() + 1)) {
    steps.push({ key: at.toISOString().slice(0, 10), label: f.day(at, "UTC") });
  }
  return steps.length ? steps : [{ key: filters.start_date, label: f.day(last, zone) }];
}

function hours(series) {
  const found = [...new Set(series.items.map((point) => point.start))].sort();
  if (!found.length) return [];
  const steps = [];
  const last = new Date(found.at(-1)).getTime();
  for (let at = new Date(found[0]).getTime(); at <= last; at += 3600000) {
    const start = new Date(at).toISOString();
    steps.push({ key: start, label: f.hour(start, series.timezone) });
  }
  return steps;
}

function groupTable(groups, context) {
  const by = chosen.by;
  const unpriced = (row) =>
    el("span", { class: "warn" }, ` ${f.count(row.unpriced_requests)} ${t("unpriced")}`);
  const cost = (row) => [
    row.cost.length || !row.unpriced_requests ? f.money(row.cost) : "",
    row.unpriced_requests ? unpriced(row) : "",
  ];
  const columns = [
    { label: t(by), cell: (row) => groupName(by, row), sort: (row) => groupName(by, row) },
    number(t("requests"), (row) => row.requests),
    number(t("freshIn"), (row) => row.tokens.fresh),
    number(t("cacheRead"), (row) => row.tokens.cache_read),
    number(t("output"), (row) => row.tokens.output),
    { label: t("cost"), number: true, cell: cost, sort: (row) => f.worth(row.cost, context.accounting) },
    { label: t("cached"), number: true, cell: (row) => f.percent(row.cache_share), sort: (row) => row.cache_share ?? -1 },
  ];
  const sorted = (order) => {
    chosen.order = order;
    context.redraw();
  };
  return table({ columns, rows: groups, caption: t(by), order: chosen.order, sorted });
}

function number(label, of) {
  return { label, number: true, cell: (row) => f.short(of(row)), sort: of };
}
