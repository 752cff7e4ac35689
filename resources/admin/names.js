// Users and keys by id, so that every view can say their names.

import { all } from "/admin/assets/api.js";
import { t } from "/admin/assets/words.js";

let users = new Map();
let keys = new Map();

/** Read the names again. */
export async function loadNames() {
  const [userList, keyList] = await Promise.all([all("/admin/users"), all("/admin/api-keys")]);
  users = new Map(userList.map((user) => [user.id, user]));
  keys = new Map(keyList.map((key) => [key.id, key]));
}

export const knownUsers = () => [...users.values()];
export const knownKeys = () => [...keys.values()];

export function userName(id) {
  if (!id) return t("nobody");
  return users.get(id)?.name ?? t("deletedOne", { id });
}

export function keyName(id) {
  if (id === "local") return t("thisMachine");
  if (!id) return t("nobody");
  return keys.get(id)?.name ?? t("deletedOne", { id });
}

/** The name of a group of statistics. */
export function groupName(by, { key, label }) {
  if (key === "*") return t("others");
  if (by === "user" || by === "users") return label || userName(key);
  if (by === "key" || by === "keys") return label || keyName(key);
  return label || key || t("unknown");
}
