import { redactor, Secret } from "./huaweicloud/index.js";

/** Removes the texts and numbers in secret inputs from a message. Shorter ones than four characters may be anything, so they stay. */
export function withoutInputs(
  inputs: readonly unknown[],
): (text: string) => string {
  return redactor(inputs.flatMap(textsIn).map((text) => new Secret(text)));
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") {
    return [String(value)];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
