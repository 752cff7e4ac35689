// The latest requests: who asked what of whom, and how it ended.

import { el } from "/admin/assets/dom.js";
import * as f from "/admin/assets/format.js";
import { keyName, userName } from "/admin/assets/names.js";
import { badge, table } from "/admin/assets/table.js";
import { t } from "/admin/assets/words.js";

/** `rows` as the API gives them, the newest first. */
export function recentTable(rows) {
  const state = (row) => {
    if (!row.failure) return badge("good", t("ok"));
    return badge(row.partial ? "warn" : "wrong", `${row.failure} ${row.status || ""}`);
  };
  const columns = [
    { label: t("time"), cell: (row) => el("time", { datetime: row.started_at, title: f.moment(row.started_at) }, f.ago(row.started_at)) },
    { label: t("user"), cell: (row) => (row.user_id ? userName(row.user_id) : keyName(row.key_id)) },
    { label: t("client"), cell: (row) => row.client || t("unknown") },
    { label: t("model"), cell: (row) => (row.provider ? `${row.client_model} → ${row.provider}/${row.model}` : row.client_model) },
    { label: t("tokens"), number: true, cell: (row) => `${row.accuracy === "estimated" ? "~" : ""}${f.short(row.tokens.total)}` },
    { label: t("cost"), number: true, cell: (row) => (row.cost ? f.amount(row.cost) : row.tokens.total ? el("span", { class: "warn" }, t("unpriced")) : "–") },
    { label: t("duration"), number: true, cell: (row) => f.duration(row.duration_ms) },
    { label: t("state"), cell: state },
  ];
  return table({ columns, rows, caption: t("recent") });
}
