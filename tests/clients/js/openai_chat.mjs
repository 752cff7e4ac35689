// OpenAI's SDK in Chat Completions: whole answers, and each message goes back as it came.
import OpenAI from "openai";
import { SHELL, job, run, shell } from "./job.mjs";

const client = new OpenAI({ baseURL: `${job.url}/v1`, apiKey: job.key, maxRetries: 0 });

await run(async () => {
  const messages = [{ role: "user", content: job.prompt }];
  for (;;) {
    const completion = await client.chat.completions.create({
      model: job.model,
      tools: [{ type: "function", function: SHELL }],
      messages,
    });
    const message = completion.choices[0].message;
    const calls = message.tool_calls ?? [];
    if (calls.length === 0) {
      return message.content;
    }
    const results = calls.map(async (call) => ({
      role: "tool",
      tool_call_id: call.id,
      content: await shell(JSON.parse(call.function.arguments)),
    }));
    messages.push(message, ...(await Promise.all(results)));
  }
});
