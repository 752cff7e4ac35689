// Stacked bars over time, drawn as SVG. Each bar can be reached and read with the keyboard.

import { el, fill, svg } from "/admin/assets/dom.js";
import { t } from "/admin/assets/words.js";

const WIDEST = 1120;
const NARROWEST = 280;
const HEIGHT = 220;
const LEFT = 56;
const BOTTOM = 24;
const TOP = 8;
const LABEL_WIDTH = 64;
export const COLOURS = 8;

/**
 * `steps`: what the bars stand for, in order, `{key, label}`. `groups`: the stacked parts,
 * `{key, label}`, the largest first. `value(step, group)` is a height, `shown(value)` its text.
 */
export function stackedBars({ steps, groups, value, shown, title }) {
  const chart = { steps, groups, value, shown, title };
  const note = el("p", { class: "chart-note", role: "status" });
  const place = el("div", { class: "drawing" });
  const table = asTable(steps, groups, value, shown, title);
  const figure = el("figure", { class: "figure" }, place, note, legend(groups), table);
  // One unit is one pixel, or text would grow and shrink with the window.
  const draw = (room) => fill(place, drawing(chart, Math.max(NARROWEST, Math.min(WIDEST, room)), note));
  draw(WIDEST);
  new ResizeObserver(([{ contentRect }]) => contentRect.width && draw(contentRect.width)).observe(place);
  return figure;
}

function drawing({ steps, groups, value, shown, title }, width, note) {
  const sums = steps.map((step) => groups.reduce((sum, group) => sum + value(step, group), 0));
  const top = nice(Math.max(...sums, 0));
  const inner = width - LEFT;
  const slot = inner / Math.max(steps.length, 1);
  const height = HEIGHT - BOTTOM - TOP;
  const y = (amount) => TOP + height - (top ? (amount / top) * height : 0);
  const frame = { viewBox: `0 0 ${width} ${HEIGHT}`, class: "chart", role: "group", "aria-label": title };
  const image = svg("svg", frame);
  for (const share of [0, 0.5, 1]) {
    const at = y(top * share);
    image.append(
      svg("line", { class: "grid", x1: LEFT, x2: width, y1: at, y2: at }),
      svg("text", { class: "axis", x: LEFT - 8, y: at + 4, "text-anchor": "end" }, shown(top * share)),
    );
  }
  const every = Math.ceil((steps.length * LABEL_WIDTH) / inner);
  steps.forEach((step, index) => {
    const x = LEFT + index * slot;
    const parts = groups
      .map((group, colour) => ({ group, colour, amount: value(step, group) }))
      .filter(({ amount }) => amount > 0);
    const text = describe(step, parts, sums[index], shown);
    const tell = () => (note.textContent = text);
    const bar = svg("g", {
      class: "bar",
      id: `bar-${step.key}`,
      tabindex: parts.length ? 0 : null,
      role: "img",
      "aria-label": text,
      on: { pointerenter: tell, focus: tell },
    });
    bar.append(svg("rect", { class: "hit", x, y: TOP, width: slot, height }));
    let below = 0;
    for (const { colour, amount } of parts) {
      const from = y(below + amount);
      const size = Math.max(y(below) - from, 0.5);
      const wide = Math.min(Math.max(slot * 0.78, 1), 64);
      const place = { x: x + (slot - wide) / 2, y: from, width: wide, height: size };
      bar.append(svg("rect", { class: `series-${colour % COLOURS}`, ...place, rx: 1 }));
      below += amount;
    }
    image.append(bar);
    if (index % every === 0) {
      const place = { class: "axis", x: x + slot / 2, y: HEIGHT - 6, "text-anchor": "middle" };
      image.append(svg("text", place, step.label));
    }
  });
  return image;
}

function describe(step, parts, sum, shown) {
  const told = parts.map(({ group, amount }) => `${group.label}: ${shown(amount)}`);
  return `${step.label} · ${shown(sum)}${told.length > 1 ? ` · ${told.join(" · ")}` : ""}`;
}

function legend(groups) {
  const rows = groups.map((group, index) =>
    el("li", {}, el("span", { class: `swatch series-${index % COLOURS}` }), group.label),
  );
  return el("ul", { class: "legend" }, rows);
}

/** What the bars show, for those who do not see them. */
function asTable(steps, groups, value, shown, title) {
  const head = el("tr", {}, el("td", {}), groups.map((g) => el("th", { scope: "col" }, g.label)));
  const rows = steps.map((step) =>
    el(
      "tr",
      {},
      el("th", { scope: "row" }, step.label),
      groups.map((group) => el("td", { class: "number" }, shown(value(step, group)))),
    ),
  );
  const table = el("table", {}, el("caption", {}, title), el("thead", {}, head), el("tbody", {}, rows));
  return el("details", { id: "chart-table" }, el("summary", {}, t("chartTable")), el("div", { class: "scroll" }, table));
}

/** The next round number above `value`. */
function nice(value) {
  if (value <= 0) return 0;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.5, 2, 3, 4, 6, 8, 10].map((step) => step * power).find((step) => step >= value);
}
