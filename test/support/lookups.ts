import { systemClock } from "../../provider/huaweicloud/index.js";
import { Lookups } from "../../provider/lookups/lookups.js";

export type Values = Record<string, string>;

/** A session without an engine, and what it printed. */
export function openLookups(config: Values, environment: Values = {}) {
  const printed: string[] = [];
  const lookups = new Lookups(
    {
      config: (key) => config[key.replace("huaweicloud:", "")],
      environment: { HOME: "/nowhere", ...environment },
    },
    {
      clock: systemClock,
      log: (line) => printed.push(line),
      warn: (sentence) => printed.push(`warning: ${sentence}`),
      isWanted: () => Promise.resolve(true),
    },
  );
  return { lookups, printed };
}

/** The message of the error that a function throws. */
export async function failureOf(look: () => Promise<unknown>): Promise<string> {
  try {
    await look();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error("it did not fail");
}
