import * as v from "valibot";
import { operations, type Route } from "./routes.js";

const Count = v.pipe(v.number(), v.integer(), v.minValue(1));
const Milliseconds = v.pipe(v.number(), v.minValue(0));
const Status = v.pipe(
  v.number(),
  v.integer(),
  v.minValue(200),
  v.maxValue(599),
);

/** Which requests a fault matches, and how many of them. */
const target = {
  operation: v.exactOptional(v.picklist(operations)),
  id: v.exactOptional(v.string()),
  times: v.optional(Count, 1),
};

/**
 * Faults that replace the response (`status`, `html`, `body`, `redirect`, `throttle`) prevent the operation. The others damage
 * the delivery of the real response: a detection is created, but the client may never learn of it.
 */
export const Fault = v.variant("kind", [
  v.strictObject({
    ...target,
    kind: v.literal("status"),
    status: Status,
    /** A string is sent unchanged, any other value as JSON. */
    body: v.exactOptional(v.unknown()),
    contentType: v.exactOptional(v.string()),
    headers: v.exactOptional(v.record(v.string(), v.string())),
  }),
  v.strictObject({ ...target, kind: v.literal("resetBeforeHeaders") }),
  v.strictObject({ ...target, kind: v.literal("resetAfterHeaders") }),
  v.strictObject({ ...target, kind: v.literal("stallHeaders") }),
  v.strictObject({
    ...target,
    kind: v.literal("dripBody"),
    /** The pause between two bytes. */
    intervalMs: Milliseconds,
  }),
  v.strictObject({ ...target, kind: v.literal("truncated") }),
  v.strictObject({
    ...target,
    kind: v.literal("oversized"),
    bytes: Count,
    compressed: v.optional(v.union([v.literal("gzip"), v.boolean()]), false),
  }),
  v.strictObject({ ...target, kind: v.literal("html") }),
  v.strictObject({ ...target, kind: v.literal("wrongContentType") }),
  v.strictObject({ ...target, kind: v.literal("body"), body: v.unknown() }),
  v.strictObject({
    ...target,
    kind: v.literal("redirect"),
    location: v.string(),
  }),
  v.strictObject({
    ...target,
    kind: v.literal("throttle"),
    /** Seconds, or a date. */
    retryAfter: v.exactOptional(v.string()),
  }),
  v.strictObject({ ...target, kind: v.literal("delay"), ms: Milliseconds }),
]);
export type Fault = v.InferInput<typeof Fault>;
export type PendingFault = v.InferOutput<typeof Fault>;

export class FaultQueue {
  #pending: PendingFault[] = [];

  append(faults: readonly PendingFault[]): void {
    this.#pending.push(...faults.map((fault) => ({ ...fault })));
  }

  pending(): readonly PendingFault[] {
    return this.#pending;
  }

  clear(): void {
    this.#pending = [];
  }

  /** Takes the first fault that matches the request, and counts it down. */
  take(route: Route): PendingFault | undefined {
    const fault = this.#pending.find(
      ({ operation = route.operation, id = route.id }) =>
        operation === route.operation && id === route.id,
    );
    if (fault !== undefined && --fault.times === 0) {
      this.#pending = this.#pending.filter((other) => other !== fault);
    }
    return fault;
  }
}
