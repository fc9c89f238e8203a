import type { Definition } from "./definition.js";
import { messageOf } from "./failing.js";
import type { Gate } from "./gate.js";
import type { LookupHints } from "./hints.js";
import {
  NoDetectionError,
  VifPeerDetectionError,
} from "./huaweicloud/index.js";
import { isNotFound } from "./lookups/index.js";
import { isResult } from "./savedResult.js";
import { hasUnknown } from "./unknown.js";

/** The answer to `check`. It fails if there is a reason; the properties go on to the policies either way. */
export interface CheckAnswer {
  readonly properties: object;
  readonly reason: string;
  /** As far as the request shows. */
  readonly isPreview: boolean;
}

/** What `check` answers, through whatever the engine asks. Never throws. */
export async function answerCheck(
  resource: Definition,
  olds: object,
  take: () => { readonly hints: LookupHints; readonly inputs: object },
): Promise<CheckAnswer> {
  try {
    const { hints, inputs } = take();
    if (hasUnknown(inputs)) {
      const properties = resource.unknown(inputs);
      return { properties, reason: "", isPreview: true };
    }
    const { properties, unmet } = await resource.check(inputs, hints, olds);
    return {
      properties,
      reason: unmet.join("\n"),
      isPreview: hints.preview,
    };
  } catch (error) {
    return { properties: {}, reason: messageOf(error), isPreview: false };
  }
}

/** The properties that a resource has now; `undefined` if it does not exist any more. Throws an error without a stack trace. */
export async function answerRead(
  resource: Definition,
  gate: Gate,
  id: string,
  saved: object,
): Promise<object | undefined> {
  try {
    return await resource.read(id, saved);
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
