// The administration's API. The key lives in this tab's session storage and nowhere else.

const STORED = "dragoman-admin-key";

/** What the server refused, in its own words; `fields` says which inputs are meant. */
export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail || body?.title || String(status));
    this.status = status;
    this.requestId = body?.request_id ?? "";
    this.fields = new Map((body?.errors ?? []).map((each) => [each.field, each.message]));
  }
}

let signedOut = () => {};

/** Call `handler` when the key is missing or no longer right. */
export function onSignedOut(handler) {
  signedOut = handler;
}

/** Say that the server refused the key. */
export function refused() {
  signedOut();
}

export const key = {
  get: () => sessionStorage.getItem(STORED) ?? "",
  set: (value) => sessionStorage.setItem(STORED, value),
  clear: () => sessionStorage.removeItem(STORED),
};

/** The request's Authorization header. */
export function authorization() {
  return { Authorization: `Bearer ${key.get()}` };
}

async function call(method, path, body) {
  const headers = authorization();
  if (method !== "GET" && method !== "DELETE") headers["Content-Type"] = "application/json";
  const text = headers["Content-Type"] ? JSON.stringify(body ?? {}) : undefined;
  let response;
  try {
    response = await fetch(path, { method, headers, body: text, cache: "no-store" });
  } catch {
    throw new Problem(0, null);
  }
  if (response.status === 204) return null;
  const said = await response.json().catch(() => null);
  if (response.ok) return said;
  const problem = new Problem(response.status, said);
  if (response.status === 401) refused();
  throw problem;
}

/** `{a: 1, b: undefined}` as "?a=1". */
export function query(values) {
  const kept = Object.entries(values).filter(([, value]) => value !== undefined && value !== "");
  return kept.length ? `?${new URLSearchParams(kept)}` : "";
}

export const api = {
  get: (path) => call("GET", path),
  post: (path, body) => call("POST", path, body),
  put: (path, body) => call("PUT", path, body),
  patch: (path, body) => call("PATCH", path, body),
  remove: (path) => call("DELETE", path),
};

/** Every item of a list, page after page, at most `most` of them. */
export async function all(path, values = {}, most = 1000) {
  const items = [];
  let cursor;
  do {
    const page = await api.get(path + query({ ...values, limit: 200, cursor }));
    items.push(...page.items);
    cursor = page.next_cursor ?? undefined;
  } while (cursor && items.length < most);
  return items;
}

/** One part of a path. */
export function part(text) {
  return encodeURIComponent(text);
}
