// OpenAI's SDK in Responses: streams without a store, and gives back every item as it came.
import OpenAI from "openai";
import { SHELL, job, run, shell } from "./job.mjs";

const client = new OpenAI({ baseURL: `${job.url}/v1`, apiKey: job.key, maxRetries: 0 });

await run(async () => {
  const input = [{ role: "user", content: job.prompt }];
  for (;;) {
    const stream = client.responses.stream({
      model: job.model,
      store: false,
      include: ["reasoning.encrypted_content"],
      reasoning: { summary: "auto" },
      tools: [{ type: "function", strict: false, ...SHELL }],
      input,
    });
    const response = await stream.finalResponse();
    if (response.status === "failed") {
      throw new Error(response.error.message);
    }
    const calls = response.output.filter((item) => item.type === "function_call");
    if (calls.length === 0) {
      return response.output_text;
    }
    const results = calls.map(async (call) => ({
      type: "function_call_output",
      call_id: call.call_id,
      output: await shell(JSON.parse(call.arguments)),
    }));
    input.push(...response.output, ...(await Promise.all(results)));
  }
});
