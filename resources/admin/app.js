// The page's frame: sign-in, navigation, the live state, and one view at a time.

import { Problem, api, key, onSignedOut } from "/admin/assets/api.js";
import { el, fill } from "/admin/assets/dom.js";
import { watch } from "/admin/assets/live.js";
import { loadNames } from "/admin/assets/names.js";
import { applyTheme, preferences } from "/admin/assets/preferences.js";
import { released } from "/admin/assets/pressing.js";
import { badge } from "/admin/assets/table.js";
import { budgetsView } from "/admin/assets/views/budgets.js";
import { keysView } from "/admin/assets/views/keys.js";
import { providersView } from "/admin/assets/views/providers.js";
import { usageView } from "/admin/assets/views/usage.js";
import { usersView } from "/admin/assets/views/users.js";
import { t } from "/admin/assets/words.js";

const VIEWS = {
  usage: { make: usageView, follows: ["usage", "people"] },
  users: { make: usersView, follows: ["people"] },
  keys: { make: keysView, follows: ["people", "usage"] },
  providers: { make: providersView, follows: ["settings"] },
  budgets: { make: budgetsView, follows: ["people", "usage", "settings"] },
};
const LOADING_AFTER = 300;

const root = document.getElementById("app");
// `reload` after something was changed here, `redraw` after another choice of what to show.
const context = {
  accounting: null,
  redraw: () => show(),
  reload: async () => {
    await loadNames().catch(() => {}); // what is shown says it too where the server is away
    await show();
  },
};
let stopWatching = null;
let current = null;
let running = 0;
let lost = false;

function place() {
  const [name, detail] = location.hash.slice(1).split("/");
  return name in VIEWS ? { name, detail } : { name: "usage" };
}

function signIn(wrong = false) {
  stopWatching?.();
  stopWatching = null;
  current = null;
  document.title = t("title");
  const input = el("input", {
    id: "admin-key",
    type: "password",
    required: true,
    autocomplete: "off",
    "aria-describedby": "key-hint key-error",
    "aria-invalid": String(wrong),
  });
  const error = el("p", { class: "error", id: "key-error", role: "alert" }, wrong ? t("wrongKey") : "");
  const enter = async (event) => {
    event.preventDefault();
    key.set(input.value.trim());
    try {
      await begin();
    } catch (problem) {
      if (problem.status !== 401) error.textContent = said(problem);
    }
  };
  fill(
    root,
    el(
      "main",
      { class: "sign-in" },
      el("img", { src: "/admin/assets/icon.svg", alt: "", width: 48, height: 48 }),
      el("h1", {}, t("title")),
      el(
        "form",
        { on: { submit: enter } },
        el("label", { for: "admin-key" }, t("adminKey")),
        input,
        el("p", { class: "hint", id: "key-hint" }, `${t("adminKeyHint")} ${t("keptInTab")}`),
        error,
        el("button", { type: "submit", class: "primary" }, t("signIn")),
      ),
      el("div", { class: "preferences" }, preferences(() => signIn())),
    ),
  );
  input.focus();
}

function said(problem) {
  return problem.status === 0 ? t("unreachable") : problem.message;
}

/** Go on with the key that this tab has, or ask for one. */
async function start() {
  if (!key.get()) {
    signIn();
    return;
  }
  try {
    await begin();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.status === 401) return; // the sign-in is there
    const place = el("main", {});
    fill(root, place);
    failed(place, problem, start);
  }
}

/** Check the key, then show the frame and keep it up to date. */
async function begin() {
  const status = await api.get("/admin/status");
  context.accounting = status.accounting;
  await loadNames();
  frame();
  stopWatching?.();
  stopWatching = watch(changed, connection);
  tell(status);
  await show(true);
}

function frame() {
  document.title = `${t("title")} · Dragoman`;
  const links = Object.keys(VIEWS).map((name) => el("a", { href: `#${name}`, id: `nav-${name}` }, t(name)));
  const out = () => {
    key.clear();
    signIn();
  };
  const again = () => {
    frame();
    show(true);
  };
  fill(
    root,
    el("a", { class: "skip", href: "#content", on: { click: skip } }, t("skip")),
    el(
      "header",
      { class: "top" },
      el("img", { src: "/admin/assets/icon.svg", alt: "Dragoman", width: 28, height: 28 }),
      el("nav", { "aria-label": t("title") }, links),
      el(
        "div",
        { class: "preferences" },
        el("span", { id: "lamp" }),
        preferences(again),
        el("button", { type: "button", id: "sign-out", on: { click: out } }, t("signOut")),
      ),
    ),
    el("div", { id: "trouble", role: "alert" }),
    el("main", { id: "content", tabindex: "-1" }),
  );
  lamp(!lost);
}

function skip(event) {
  event.preventDefault();
  document.getElementById("content").focus();
}

/** The stream of changes opened or ended; what was missed meanwhile is loaded now. */
function connection(on) {
  if (on && lost) show(current === null);
  lost = !on;
  lamp(on);
}

function lamp(on) {
  const node = document.getElementById("lamp");
  if (node) fill(node, on ? badge("good", t("live")) : badge("warn", t("offline")));
}

/** Say what is wrong with the recording of usage, if anything is. */
function tell(status) {
  const node = document.getElementById("trouble");
  if (!node) return;
  const lines = [];
  if (status.database.fault) lines.push(t("databaseTrouble", { message: status.database.message }));
  if (status.ledger.dropped) lines.push(t("dropped", { n: status.ledger.dropped }));
  fill(node, lines.map((line) => el("p", { class: "banner" }, line)));
}

async function changed(what) {
  try {
    if (what.has("people")) await loadNames();
    tell(await api.get("/admin/status"));
  } catch {
    return; // the stream's own state tells it
  }
  await released();
  if (VIEWS[place().name].follows.some((each) => what.has(each))) await show();
}

/** Show the view of the address; `anew` builds it, otherwise the one that is there loads again. */
async function show(anew = false) {
  const content = document.getElementById("content");
  if (!content) return;
  const { name, detail } = place();
  running += 1;
  const mine = running;
  if (anew || current?.name !== name) {
    current = { name, ...VIEWS[name].make(context, detail) };
    fill(content, current.view);
    for (const link of document.querySelectorAll("nav a")) {
      if (link.id === `nav-${name}`) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  }
  const waiting = setTimeout(() => content.classList.add("loading"), LOADING_AFTER);
  try {
    await current.load();
  } catch (problem) {
    if (!(problem instanceof Problem)) throw problem;
    if (problem.status !== 401 && mine === running) failed(content, problem);
  } finally {
    clearTimeout(waiting);
    content.classList.remove("loading");
  }
}

function failed(content, problem, again = () => show(true)) {
  const button = el("button", { type: "button", on: { click: again } }, t("retry"));
  const id = problem.requestId ? el("p", { class: "hint" }, t("requestId", { id: problem.requestId })) : null;
  const words = [el("h2", {}, t("failedToLoad")), el("p", {}, said(problem)), id, button];
  fill(content, el("div", { class: "empty", role: "alert" }, words));
  current = null;
}

onSignedOut(() => {
  if (!key.get()) return;
  key.clear();
  signIn(true);
});
addEventListener("hashchange", () => show(true));
applyTheme();
start();
