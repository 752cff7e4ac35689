// What every script here is given and gives back: the job comes as the first argument in JSON, the
// model's last words go to standard output, and an error's to standard error.
import { exec } from "node:child_process";
import { promisify } from "node:util";

/** `url` and `key` of the gateway, `api` to speak, `model` and `prompt`. */
export const job = JSON.parse(process.argv[2]);

export const SHELL = {
  name: "shell",
  description: "Runs a command and gives what it printed.",
  parameters: {
    type: "object",
    properties: {
      command: { type: "string" },
      description: { type: "string" },
    },
    required: ["command"],
    additionalProperties: false,
  },
};

/** Runs the tool. */
export async function shell({ command }) {
  const { stdout } = await promisify(exec)(command);
  return stdout || "(nothing)";
}

/** Does the work, which gives the model's last words. */
export async function run(work) {
  try {
    console.log(await work());
  } catch (error) {
    console.error(`${error?.name}: ${error?.message}\n${error?.responseBody ?? ""}`);
    process.exitCode = 1;
  }
}
