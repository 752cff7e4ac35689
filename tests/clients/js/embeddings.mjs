// Embeddings with OpenAI's SDK, which asks for base64 and reads it so, and with the Vercel AI SDK.
import { createOpenAI } from "@ai-sdk/openai";
import { embedMany } from "ai";
import OpenAI from "openai";
import { job, run } from "./job.mjs";

const input = ["one", "two two"];

await run(async () => {
  const baseURL = `${job.url}/v1`;
  const client = new OpenAI({ baseURL, apiKey: job.key, maxRetries: 0 });
  const made = await client.embeddings.create({ model: job.model, input, dimensions: 4 });
  const model = createOpenAI({ baseURL, apiKey: job.key }).embedding(job.model);
  const { embeddings, usage } = await embedMany({ model, values: input, maxRetries: 0 });
  return JSON.stringify({
    openai: made.data.map((each) => Array.from(each.embedding)),
    openaiTokens: made.usage.prompt_tokens,
    vercel: embeddings,
    vercelTokens: usage.tokens,
  });
});
