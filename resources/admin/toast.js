// Short messages that go away by themselves, with a way back where there is one.

import { el } from "/admin/assets/dom.js";
import { t } from "/admin/assets/words.js";

const SECONDS = 8;
const MOST = 3;

/** Show `text`; with `undo`, a button that calls it. `kind` is "" or "wrong". */
export function toast(text, { undo = null, kind = "" } = {}) {
  const place = document.getElementById("toasts");
  const box = el("div", { class: `toast ${kind}` }, el("span", {}, text));
  const gone = () => box.remove();
  let timer = setTimeout(gone, SECONDS * 1000);
  if (undo) {
    const press = () => {
      gone();
      undo();
    };
    box.append(el("button", { type: "button", class: "link", on: { click: press } }, t("undo")));
  }
  box.append(
    el("button", { type: "button", class: "icon", "aria-label": t("close"), on: { click: gone } }, "×"),
  );
  // Who reads or aims at it has time.
  box.addEventListener("pointerenter", () => clearTimeout(timer));
  box.addEventListener("focusin", () => clearTimeout(timer));
  box.addEventListener("pointerleave", () => (timer = setTimeout(gone, SECONDS * 1000)));
  place.prepend(box);
  while (place.children.length > MOST) place.lastChild.remove();
}

/** Show what went wrong with an action. */
export function toastProblem(problem) {
  const text = problem.status === 0 ? t("unreachable") : problem.message;
  toast(text, { kind: "wrong" });
}
