// The page's words, in English and Chinese. `t("name", {x})` puts x in the place of {x}.

import en from "/admin/assets/words.en.js";
import zh from "/admin/assets/words.zh.js";

const STORED = "dragoman-admin-language";
const TABLES = { en, zh };

function initial() {
  const chosen = localStorage.getItem(STORED);
  if (chosen in TABLES) return chosen;
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

let current = initial();
document.documentElement.lang = current === "zh" ? "zh-CN" : "en";

export const language = () => current;

export function setLanguage(name) {
  current = name;
  localStorage.setItem(STORED, name);
  document.documentElement.lang = name === "zh" ? "zh-CN" : "en";
}

export function t(name, values = {}) {
  const text = TABLES[current][name] ?? TABLES.en[name] ?? name;
  return text.replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);
}
