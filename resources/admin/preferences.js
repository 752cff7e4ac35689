// The choice of language and theme, kept on this device.

import { el } from "/admin/assets/dom.js";
import { language, setLanguage, t } from "/admin/assets/words.js";

const THEME = "dragoman-admin-theme";

/** Show the theme that was chosen on this device. */
export function applyTheme() {
  const theme = localStorage.getItem(THEME) ?? "system";
  document.documentElement.dataset.theme = theme;
}

/** The choice of language and theme, which both change what is there at once. */
export function preferences(again) {
  const languages = { en: "English", zh: "中文" };
  const themes = { system: "themeSystem", light: "themeLight", dark: "themeDark" };
  const toLanguage = (event) => {
    setLanguage(event.target.value);
    again();
  };
  const toTheme = (event) => {
    localStorage.setItem(THEME, event.target.value);
    applyTheme();
  };
  const stored = localStorage.getItem(THEME) ?? "system";
  return [
    el(
      "select",
      { id: "language", "aria-label": t("language"), on: { change: toLanguage } },
      Object.entries(languages).map(([value, label]) =>
        el("option", { value, selected: value === language() }, label),
      ),
    ),
    el(
      "select",
      { id: "theme", "aria-label": t("theme"), on: { change: toTheme } },
      Object.entries(themes).map(([value, word]) =>
        el("option", { value, selected: value === stored }, t(word)),
      ),
    ),
  ];
}
