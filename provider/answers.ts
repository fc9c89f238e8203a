import type { Checked } from "./definition.js";
import { messageOf } from "./failing.js";
import type { Gate } from "./gate.js";
import {
  NoDetectionError,
  VifPeerDetectionError,
} from "./huaweicloud/index.js";
import { isNotFound } from "./lookups/index.js";
import { isResult } from "./savedResult.js";

/** The answer to `check`. It fails if there is a reason; the properties go on to the policies either way. */
export interface CheckAnswer {
  readonly properties: object;
  readonly reason: string;
}

/** Turns what a check finds, or throws, into an answer. Never throws. */
export async function answerCheck(
  check: () => Promise<Checked>,
): Promise<CheckAnswer> {
  try {
    const { properties, unmet } = await check();
    return { properties, reason: unmet.join("\n") };
  } catch (error) {
    return { properties: {}, reason: messageOf(error) };
  }
}

/** The properties that a resource has now; `undefined` if it does not exist any more. Throws an error without a stack trace. */
export async function answerRead(
  read: () => Promise<object>,
  gate: Gate,
  saved: object,
): Promise<object | undefined> {
  try {
    return await read();
  } catch (error) {
    if (isGone(error)) return undefined;
    if (gate.outlasts(error) && isResult(saved)) {
      gate.useSaved(error, saved);
      return { ...saved };
    }
    throw Object.assign(new VifPeerDetectionError(messageOf(error)), {
      stack: "",
    });
  }
}

/** Only Direct Connect itself can drop a resource from the state, by saying that the detection does not exist or the peer has none. */
function isGone(error: unknown): boolean {
  return error instanceof NoDetectionError || isNotFound(error);
}
