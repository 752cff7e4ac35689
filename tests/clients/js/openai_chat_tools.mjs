// OpenAI's SDK in Chat Completions: its own tool loop, which streams.
import OpenAI from "openai";
import { SHELL, job, run, shell } from "./job.mjs";

const client = new OpenAI({ baseURL: `${job.url}/v1`, apiKey: job.key, maxRetries: 0 });

await run(async () => {
  const runner = client.chat.completions.runTools({
    model: job.model,
    stream: true,
    messages: [{ role: "user", content: job.prompt }],
    tools: [{ type: "function", function: { ...SHELL, function: shell, parse: JSON.parse } }],
  });
  return runner.finalContent();
});
