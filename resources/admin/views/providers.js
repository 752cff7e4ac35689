// Providers: who serves models, at which price, and whether they can be used.

import { all, api, part } from "/admin/assets/api.js";
import { confirmed, openForm } from "/admin/assets/dialog.js";
import { el, fill } from "/admin/assets/dom.js";
import * as f from "/admin/assets/format.js";
import { badge, empty, table } from "/admin/assets/table.js";
import { toast, toastProblem } from "/admin/assets/toast.js";
import { language, t } from "/admin/assets/words.js";

const SOURCES = { settings: "sourceSettings", "genai-prices": "sourceCatalogue", local: "sourceLocal" };
const KINDS = { keyring: "kindKeyring", env: "kindEnv", file: "kindFile" };
const OWN = "";
// Proper names, the same in every language.
const DIALECTS = {
  openai_chat: "OpenAI Chat Completions",
  openai_responses: "OpenAI Responses",
  anthropic_messages: "Anthropic Messages",
  gemini: "Gemini",
};

export function providersView(context) {
  const body = el("div", { class: "cards" });
  const bar = el("div", { class: "controls" }, newButton(context));
  const view = el("section", {}, el("h1", {}, t("providers")), bar, body);

  async function load() {
    const providers = await all("/admin/providers");
    const models = await Promise.all(
      providers.map(({ name }) => all(`/admin/providers/${part(name)}/models`, {}, 200)),
    );
    if (providers.length) fill(body, providers.map((each, index) => card(each, models[index], context)));
    else fill(body, empty(t("noProvidersTitle"), t("noProviders"), newButton(context)));
  }
  return { view, load };
}

function newButton(context) {
  return el("button", { type: "button", class: "primary", on: { click: () => create(context) } }, t("newProvider"));
}

function card(provider, models, context) {
  const flip = () => setEnabled(provider, !provider.enabled, context);
  const title = el("h2", {}, provider.name, provider.default ? el("span", { class: "hint" }, ` ${t("isDefault")}`) : "");
  return el(
    "article",
    { class: `card ${provider.enabled ? "" : "inactive"}` },
    el("header", {}, title, state(provider)),
    el("p", { class: "hint" }, [provider.base_url, DIALECTS[provider.dialect]].filter(Boolean).join(" · ")),
    provider.problem ? el("p", { class: "error" }, provider.problem) : null,
    el("p", {}, `${t("providerKey")}: `, keyState(provider)),
    models.length ? modelTable(provider, models) : null,
    el(
      "div",
      { class: "actions" },
      provider.auth === "none"
        ? null
        : el("button", { type: "button", id: `key-${provider.name}`, on: { click: () => writeKey(provider, context) } }, t("writeKey")),
      el("button", { type: "button", id: `flip-${provider.name}`, on: { click: flip } }, t(provider.enabled ? "disable" : "enable")),
      el("button", { type: "button", id: `delete-${provider.name}`, on: { click: () => remove(provider, context) } }, t("delete")),
    ),
  );
}

function state(provider) {
  if (!provider.enabled) return badge("off", t("disabled"));
  if (provider.problem) return badge("wrong", t("problem"));
  if (provider.auth !== "none" && provider.key.present === false) return badge("warn", t("keyNone"));
  return badge("good", t("enabled"));
}

function keyState({ auth, key }) {
  if (auth === "none" && key.kind === "none") return t("keyNeedless");
  if (key.kind === "none" || key.present === false) return el("span", { class: "warn" }, t("keyNone"));
  if (!key.fits) return el("span", { class: "warn" }, t("keyWrongOrigin"));
  return t("keyKept", { kind: t(KINDS[key.kind]) });
}

function modelTable(provider, models) {
  const columns = [
    { label: t("model"), cell: (model) => model.name },
    { label: t("price"), cell: ({ price }) => priceText(price) },
  ];
  const summary = el("summary", {}, `${t("models")} (${f.count(models.length)})`);
  return el("details", { id: `models-${provider.name}` }, summary, table({ columns, rows: models, caption: `${provider.name}: ${t("models")}` }));
}

function priceText(price) {
  if (!price) return el("span", { class: "warn" }, t("noPrice"));
  const shown = (value) => f.amount({ micros: value * 1e6, currency: price.currency });
  const source = t(SOURCES[price.source] ?? price.source);
  const dated = price.date ? t("priceOf", { source, date: price.date }) : source;
  const text = t("priceInOut", { in: shown(price.input), out: shown(price.output) });
  return [text, el("span", { class: "hint" }, ` ${dated}`)];
}

async function setEnabled(provider, enabled, context) {
  try {
    await api.patch(`/admin/providers/${part(provider.name)}`, { enabled });
  } catch (problem) {
    toastProblem(problem);
    return;
  }
  const undo = () => setEnabled(provider, !enabled, context);
  toast(t(enabled ? "activated" : "deactivated", { name: provider.name }), { undo });
  await context.reload();
}

async function remove(provider, context) {
  const question = { title: t("deleteNamed", { name: provider.name }), text: t("deleteProvider") };
  if (!(await confirmed({ ...question, action: t("delete") }))) return;
  try {
    await api.remove(`/admin/providers/${part(provider.name)}`);
  } catch (problem) {
    toastProblem(problem);
    return;
  }
  toast(t("deletedDone", { name: provider.name }));
  await context.reload();
}

function keyFields() {
  return [
    { name: "key", label: t("newKeyValue"), type: "password" },
    { name: "reference", label: t("keyReference"), hint: t("keyReferenceHint") },
  ];
}

function writeKey(provider, context) {
  const submit = async ({ key, reference }) => {
    const body = reference ? { reference } : { key };
    await api.put(`/admin/providers/${part(provider.name)}/key`, body);
    toast(t("keyWritten", { name: provider.name }));
    await context.reload();
  };
  return openForm({ title: `${t("writeKey")}: ${provider.name}`, fields: keyFields(), action: t("save"), submit });
}

async function create(context) {
  const presets = await all("/admin/presets");
  const options = [
    { value: OWN, label: t("ownUrl") },
    ...presets.map(({ id, label }) => ({ value: id, label: label[language()] ?? label.en })),
  ];
  const dialects = Object.entries(DIALECTS).map(([value, label]) => ({ value, label }));
  const fields = [
    { name: "preset", label: t("preset"), options, value: presets[0]?.id ?? OWN },
    { name: "name", label: t("name") },
    { name: "base_url", label: t("baseUrl"), type: "url" },
    { name: "dialect", label: t("dialect"), options: dialects, value: "openai_chat" },
    { ...keyFields()[0] },
    { name: "key_reference", label: t("keyReference"), hint: t("keyReferenceHint") },
  ];
  const changed = (values, rows) => {
    const own = values.preset === OWN;
    const needsUrl = own || presets.find(({ id }) => id === values.preset)?.base_url === null;
    rows.get("base_url").box.hidden = !needsUrl;
    rows.get("dialect").box.hidden = !own;
    rows.get("name").input.placeholder = values.preset; // the name where none is given
    rows.get("name").field.required = own;
  };
  const submit = async (values) => {
    const own = values.preset === OWN;
    const body = { name: values.name || values.preset };
    if (own) body.dialect = values.dialect;
    else body.preset = values.preset;
    for (const name of ["base_url", "key", "key_reference"]) if (values[name]) body[name] = values[name];
    await api.post("/admin/providers", body);
    toast(t("savedDone", { name: body.name }));
    await context.reload();
  };
  await openForm({ title: t("newProvider"), fields, action: t("create"), submit, changed });
}
