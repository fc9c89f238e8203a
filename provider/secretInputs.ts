import { redactor, Secret } from "./huaweicloud/index.js";

/**
 * Removes the texts and numbers in secret inputs, by their names, from a message. Shorter ones than four characters may be
 * anything, so they stay. So do triggers, which may be long and which nothing quotes.
 */
export function withoutInputs(
  secrets: readonly (readonly [name: string, value: unknown])[],
): (text: string) => string {
  const texts = secrets.flatMap(([name, value]) =>
    name === "triggers" ? [] : textsIn(value),
  );
  return redactor(texts.map((text) => new Secret(text)));
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string" || typeof value === "number") {
    return [String(value)];
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(textsIn);
}
