import type { Checked } from "./definition.js";
import { messageOf } from "./failing.js";
import type { Gate } from "./gate.js";
import {
  NoDetectionError,
  VifPeerDetectionError,
} from "./huaweicloud/index.js";
import { isNotFound } from "./lookups/index.js";
import { isResult } from "./savedResult.js";

/** The answer to `check`, which fails if there are reasons. Policies get the properties either way. */
export interface CheckAnswer {
  readonly properties: object;
  readonly reason: string;
}

/** Turns the result or the error of a check into an answer. Never throws. */
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

/** The current properties of a resource; `undefined` if it no longer exists. Throws errors without a stack trace. */
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
