// Anthropic's SDK: streams, and gives back every block as it came.
import Anthropic from "@anthropic-ai/sdk";
import { SHELL, job, run, shell } from "./job.mjs";

const client = new Anthropic({ baseURL: job.url, apiKey: job.key, maxRetries: 0 });
const tools = [
  { name: SHELL.name, description: SHELL.description, input_schema: SHELL.parameters },
];

await run(async () => {
  const messages = [{ role: "user", content: job.prompt }];
  for (;;) {
    const stream = client.messages.stream({
      model: job.model,
      max_tokens: 8000,
      thinking: { type: "enabled", budget_tokens: 2000 },
      tools,
      messages,
    });
    const message = await stream.finalMessage();
    const calls = message.content.filter((block) => block.type === "tool_use");
    if (calls.length === 0) {
      return message.content.filter((block) => block.type === "text").map((b) => b.text).join("");
    }
    const results = calls.map(async (call) => ({
      type: "tool_result",
      tool_use_id: call.id,
      content: await shell(call.input),
    }));
    messages.push({ role: "assistant", content: message.content });
    messages.push({ role: "user", content: await Promise.all(results) });
  }
});
