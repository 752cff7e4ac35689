// Numbers, money and dates as a reader of the chosen language writes them.

import { language, t } from "/admin/assets/words.js";

const locale = () => (language() === "zh" ? "zh-CN" : "en-US");

export function count(value) {
  return new Intl.NumberFormat(locale()).format(value);
}

/** 2.1M, or 210万 in Chinese. */
export function short(value) {
  const options = { notation: "compact", maximumFractionDigits: 1 };
  return new Intl.NumberFormat(locale(), options).format(value);
}

export function percent(share) {
  if (share === null || share === undefined) return "–";
  const options = { style: "percent", maximumFractionDigits: 0 };
  return new Intl.NumberFormat(locale(), options).format(share);
}

/** One amount, with as many places as a small one needs. */
export function amount({ micros, currency }) {
  const value = micros / 1e6;
  const small = micros !== 0 && Math.abs(value) < 0.1;
  const options = {
    style: "currency",
    currency,
    currencyDisplay: "narrowSymbol",
    maximumFractionDigits: small ? 4 : 2,
  };
  return new Intl.NumberFormat(locale(), options).format(value);
}

/** Several amounts. Nothing is "–" and never 0. */
export function money(list) {
  return list.length ? list.map(amount).join(" + ") : "–";
}

/** All amounts in one currency, for the height of a bar only. */
export function worth(list, accounting) {
  return list.reduce((sum, { micros, currency }) => {
    if (currency === accounting.currency) return sum + micros;
    const factor = currency === "USD" ? accounting.cny_per_usd : 1 / accounting.cny_per_usd;
    return sum + micros * factor;
  }, 0);
}

export function duration(milliseconds) {
  if (milliseconds === null || milliseconds === undefined) return "–";
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
}

export function moment(text) {
  if (!text) return "–";
  const options = { dateStyle: "medium", timeStyle: "short" };
  return new Intl.DateTimeFormat(locale(), options).format(new Date(text));
}

export function day(text, zone) {
  const options = { month: "short", day: "numeric", timeZone: zone };
  return new Intl.DateTimeFormat(locale(), options).format(new Date(text));
}

export function hour(text, zone) {
  const options = { hour: "2-digit", minute: "2-digit", timeZone: zone };
  return new Intl.DateTimeFormat(locale(), options).format(new Date(text));
}

/** "3 minutes ago", or when it was where that is longer ago. */
export function ago(text) {
  if (!text) return t("never");
  const seconds = (Date.now() - new Date(text).getTime()) / 1000;
  const relative = new Intl.RelativeTimeFormat(locale(), { numeric: "auto" });
  if (seconds < 90) return t("justNow");
  if (seconds < 5400) return relative.format(-Math.round(seconds / 60), "minute");
  if (seconds < 86400) return relative.format(-Math.round(seconds / 3600), "hour");
  if (seconds < 30 * 86400) return relative.format(-Math.round(seconds / 86400), "day");
  return moment(text);
}

/** Today in a time zone, `back` days ago, as YYYY-MM-DD. */
export function isoDay(zone, back = 0) {
  const when = new Date(Date.now() - back * 86400000);
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(when);
}

/** The day of a moment in a time zone, as YYYY-MM-DD. */
export function dayOf(text, zone) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone }).format(new Date(text));
}
