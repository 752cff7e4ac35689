// Changes as they happen: one stream of events, opened again whenever it ends.

import { authorization, refused } from "/admin/assets/api.js";

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 4000;

/**
 * Call `changed(what)` for every change, `what` being the set of "usage", "people" and "settings",
 * and `connected(boolean)` as the stream opens and ends. Gives a function that stops it.
 */
export function watch(changed, connected) {
  const stop = new AbortController();
  follow(stop.signal, changed, connected);
  return () => stop.abort();
}

async function follow(signal, changed, connected) {
  let last = null;
  let pause = FIRST_PAUSE;
  while (!signal.aborted) {
    try {
      const headers = { ...authorization(), Accept: "text/event-stream" };
      const response = await fetch("/admin/events", { headers, signal, cache: "no-store" });
      if (response.status === 401) {
        refused();
        return;
      }
      if (response.ok) {
        connected(true);
        pause = FIRST_PAUSE;
        for await (const data of events(response.body)) {
          const now = JSON.parse(data);
          const what = new Set(Object.keys(now).filter((name) => last && last[name] !== now[name]));
          last = now;
          if (what.size) changed(what);
        }
      }
    } catch {
      if (signal.aborted) return;
    }
    connected(false);
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, LONGEST_PAUSE);
  }
}

async function* events(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop();
    for (const line of lines) {
      if (line.startsWith("data:")) yield line.slice(5).trim();
    }
  }
}
