// A table whose columns can be sorted where they say how.

import { el } from "/admin/assets/dom.js";
import { t } from "/admin/assets/words.js";

/**
 * `columns`: `{label, cell(row), sort(row), number, id}`. `order` is kept by the caller:
 * `{column, down}`; `sorted(order)` is called when a head is pressed.
 */
export function table({ columns, rows, caption, order = null, sorted = null, rowClass = null }) {
  const shown = order ? inOrder(rows, columns[order.column], order.down) : rows;
  const heads = columns.map((column, index) => {
    const kind = column.number ? "number" : "";
    if (!column.sort || !sorted) return el("th", { scope: "col", class: kind }, column.label);
    const active = order?.column === index;
    const state = active ? (order.down ? "descending" : "ascending") : "none";
    const press = () => sorted({ column: index, down: active ? !order.down : true });
    const label = t("sortBy", { column: column.label });
    const mark = active ? (order.down ? " ↓" : " ↑") : "";
    const head = { id: `sort-${caption}-${index}`, type: "button", class: "head", title: label };
    const button = el("button", { ...head, on: { click: press } }, column.label, mark);
    return el("th", { scope: "col", class: kind, "aria-sort": state }, button);
  });
  const body = shown.map((row) =>
    el(
      "tr",
      { class: rowClass?.(row) },
      columns.map((column) =>
        el("td", { class: column.number ? "number" : "", "data-label": column.label }, column.cell(row)),
      ),
    ),
  );
  return el(
    "div",
    { class: "scroll" },
    el(
      "table",
      { class: "rows" },
      el("caption", { class: "unseen" }, caption),
      el("thead", {}, el("tr", {}, heads)),
      el("tbody", {}, body),
    ),
  );
}

function inOrder(rows, column, down) {
  const sign = down ? -1 : 1;
  const compare = (a, b) => (typeof a === "string" ? a.localeCompare(b) : a - b);
  return [...rows].sort((a, b) => sign * compare(column.sort(a), column.sort(b)));
}

/** What a list says that has nothing in it. */
export function empty(title, text, action = null) {
  return el("div", { class: "empty" }, el("h3", {}, title), el("p", {}, text), action);
}

/** A small word that tells a state by shape, word and colour. */
export function badge(kind, text) {
  const marks = { good: "●", off: "○", warn: "▲", wrong: "✕" };
  return el("span", { class: `badge ${kind}` }, el("span", { "aria-hidden": "true" }, marks[kind]), " ", text);
}
