// The AI SDK: its own tool loop, which streams, through one of three of its providers.
import { createAnthropic } from "@ai-sdk/anthropic";
import { createOpenAI } from "@ai-sdk/openai";
import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { isStepCount, jsonSchema, streamText } from "ai";
import { SHELL, job, run, shell } from "./job.mjs";

const options = { baseURL: `${job.url}/v1`, apiKey: job.key };
const models = {
  chat: () => createOpenAICompatible({ name: "dragoman", ...options })(job.model),
  messages: () => createAnthropic(options)(job.model),
  responses: () => createOpenAI(options).responses(job.model),
};

await run(async () => {
  const errors = [];
  const result = streamText({
    model: models[job.api](),
    prompt: job.prompt,
    tools: {
      [SHELL.name]: {
        description: SHELL.description,
        inputSchema: jsonSchema(SHELL.parameters),
        execute: shell,
      },
    },
    providerOptions: {
      openai: { store: false, include: ["reasoning.encrypted_content"], forceReasoning: true },
    },
    stopWhen: isStepCount(5),
    maxRetries: 0,
    onError: ({ error }) => errors.push(error),
  });
  await result.consumeStream();
  if (errors.length > 0) {
    throw errors[0];
  }
  return result.text;
});
