// A user's own keys of providers: what the user asks goes out with them, and with no other.

import { api, part } from "/admin/assets/api.js";
import { openForm } from "/admin/assets/dialog.js";
import { toast, toastProblem } from "/admin/assets/toast.js";
import { t } from "/admin/assets/words.js";

export async function editProviderKeys(user, context) {
  const base = `/admin/users/${part(user.id)}/provider-keys`;
  let items;
  try {
    ({ items } = await api.get(base));
  } catch (problem) {
    toastProblem(problem);
    return;
  }
  if (!items.length) {
    toast(t("noProvidersTitle"));
    return;
  }
  const options = items.map(({ provider, own, fits }) => ({
    value: provider,
    label: own === "none" ? provider : t(fits ? "ownKeyThere" : "ownKeyElsewhere", { provider }),
  }));
  const fields = [
    { name: "provider", label: t("provider"), options, value: items[0].provider },
    { name: "key", label: t("newKeyValue"), type: "password" },
    { name: "reference", label: t("keyReference"), hint: t("keyReferenceHint") },
    { name: "app_id", label: t("ownAppId"), hint: t("ownAppIdHint") },
    { name: "forget", label: t("forgetOwnKey"), type: "checkbox" },
  ];
  const changed = ({ provider, forget }, rows) => {
    const own = items.find((each) => each.provider === provider)?.own !== "none";
    rows.get("forget").box.hidden = !own;
    for (const name of ["key", "reference", "app_id"]) rows.get(name).box.hidden = own && forget;
  };
  const submit = async ({ provider, key, reference, app_id, forget }) => {
    const path = `${base}/${part(provider)}`;
    const own = items.find((each) => each.provider === provider)?.own !== "none";
    if (own && forget) {
      await api.remove(path);
      toast(t("ownKeyForgotten", { name: user.name, provider }));
    } else {
      await api.put(path, { ...(reference ? { reference } : { key }), ...(app_id ? { app_id } : {}) });
      toast(t("ownKeyWritten", { name: user.name, provider }));
    }
    await context.reload();
  };
  const title = `${t("providerKeys")}: ${user.name}`;
  await openForm({ title, text: t("providerKeysText"), fields, action: t("save"), submit, changed });
}
