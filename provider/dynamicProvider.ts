import {
  NoDetectionError,
  RequestError,
  VifPeerDetectionError,
} from "./huaweicloud/index.js";
import { unmetExpectations, OUTPUTS } from "./detections/index.js";
import { randomUUID } from "node:crypto";
import { type LookupHints, takeHints } from "./hints.js";
import { hasUnknown, type Inputs, parseInputs, UNKNOWN } from "./inputs.js";
import type { Located, Lookups } from "./lookups/index.js";

/** The saved state of a resource. Inputs and outputs are the same. */
export interface Saved extends Omit<Located, "requestId"> {
  /** The resource's id: `check` finds it, `diff` and `create` need it. Pulumi hides names that begin with `__`. */
  readonly __id: string;
  /** The shim, added by Pulumi. */
  readonly __provider?: string;
}

interface CheckResult {
  inputs: object;
  failures?: Failure[];
}

/** With an empty property, the engine prints the reason unchanged. */
interface Failure {
  readonly property: "";
  readonly reason: string;
}

/**
 * The dynamic provider. It fetches in `check`, so that previews know the values and policies see them. `create` and `update`
 * only pass them on, and there is nothing to delete.
 */
export class VifPeerDetectionProvider {
  /** The lists of siblings whose look-ups have started. */
  readonly #started = new Set<string>();

  constructor(readonly lookups: Lookups) {}

  async check(olds: object, news: object): Promise<CheckResult> {
    try {
      const { hints, inputs: given } = takeHints(olds, news);
      if (hasUnknown(given)) return { inputs: { ...UNKNOWN_STATE } };
      const inputs = parseInputs(given);
      const detection = await this.#find(inputs, hints);
      const state = saved(
        detection,
        inputs.detectionId === undefined
          ? detection.vifPeerId
          : detection.detectionId,
      );
      if (
        detection.status === "processing" &&
        inputs.waitForCompletion &&
        hints.preview
      ) {
        // A preview does not wait, so the result is unknown.
        return {
          inputs: {
            ...state,
            status: UNKNOWN,
            lossRatio: UNKNOWN,
            endTime: UNKNOWN,
          },
        };
      }
      return { inputs: state, failures: this.#judge(inputs, detection) };
    } catch (error) {
      return {
        inputs: {},
        failures: [{ property: "", reason: reason(error) }],
      };
    }
  }

  diff(id: string, olds: object, news: Saved) {
    const before = olds as Partial<Saved>;
    const changed = COMPARED.filter(
      (key) => key in before && before[key] !== news[key],
    );
    // An unknown value is not a reason to replace the resource.
    const replaces = [
      ...(news.__id === id || news.__id === UNKNOWN
        ? []
        : [news.__id === news.vifPeerId ? "vifPeerId" : "detectionId"]),
      ...changed.filter(
        (key) =>
          (key === "region" || key === "projectId") && news[key] !== UNKNOWN,
      ),
    ];
    return { changes: changed.length > 0, replaces };
  }

  create(inputs: Saved) {
    return { id: inputs.__id, outs: { ...inputs } };
  }

  update(_id: string, _olds: object, news: Saved) {
    return { outs: { ...news } };
  }

  /** Runs for `refresh`, with the saved properties, and for `get`, with the arguments of the caller. */
  async read(id: string, props: Partial<Saved>) {
    try {
      const { region, projectId, vifPeerId } = props;
      const query = parseInputs({
        // The id of a resource that selects a peer is the peer's id.
        ...(id === vifPeerId ? { vifPeerId } : { detectionId: id }),
        region,
        projectId,
      });
      // A refresh reads all resources as one batch. A `get` has no saved state and may depend on other resources.
      const batch = props.__id === undefined ? randomUUID() : "refresh";
      const state = saved(await this.lookups.find(query, batch), id);
      return { id, props: { ...state }, inputs: { ...state } };
    } catch (error) {
      if (isGone(error)) return { id: "", props: {} };
      throw Object.assign(new Error(reason(error)), { stack: "" });
    }
  }

  #find(inputs: Inputs, hints: LookupHints): Promise<Located> {
    const { preview, batch, siblings } = hints;
    const found = preview
      ? this.lookups.find(inputs, batch)
      : this.lookups.findEnded(inputs, batch);
    if (siblings !== undefined && !this.#started.has(siblings)) {
      this.#started.add(siblings);
      for (const sibling of JSON.parse(siblings) as object[]) {
        // The sibling's own `check` gets the same result and reports its errors. It also does the waiting, since the engine
        // may skip the sibling (`--target`).
        void Promise.resolve(sibling)
          .then((query) => this.lookups.find(parseInputs(query), batch))
          .catch(() => undefined);
      }
    }
    return found;
  }

  /** Policies see the values whether or not they meet the expectations. */
  #judge(inputs: Inputs, detection: Located): Failure[] {
    if (!inputs.expect) return [];
    const { timeZone, gate } = this.lookups.settings;
    const unmet = unmetExpectations(detection, inputs.expect, {
      now: Date.now(),
      timeZone,
    }).map(({ expectation, sentence }) =>
      expectation === "complete"
        ? `expect: ${sentence}`
        : `expect.${expectation}: ${sentence}`,
    );
    if (unmet.length === 0) return [];
    if (gate === "enforce") {
      return [{ property: "", reason: unmet.join("\n") }];
    }
    for (const sentence of unmet) {
      this.lookups.host.log(
        `warning: ${sentence}; passed because HUAWEICLOUD_DC_GATE=warn`,
      );
    }
    return [];
  }
}

function saved(detection: Located, id: string): Saved {
  const outputs = OUTPUTS.map((name) => [name, detection[name]] as const);
  return { ...Object.fromEntries(outputs), __id: id } as unknown as Saved;
}

export const STATE_KEYS = [...OUTPUTS, "__id"] as const;

/** Old states lack newer properties, which is no reason for an update. */
const COMPARED = [...STATE_KEYS, "__provider"] as const;

const UNKNOWN_STATE = Object.fromEntries(
  STATE_KEYS.map((key) => [key, UNKNOWN]),
);

/** Only Direct Connect itself can drop a resource from the state, by saying that the detection does not exist or the peer has none. */
function isGone(error: unknown): boolean {
  return (
    error instanceof NoDetectionError ||
    (error instanceof RequestError && error.failure.reason === "not-found")
  );
}

function reason(error: unknown): string {
  if (error instanceof VifPeerDetectionError) return error.message;
  return `unexpected error in pulumi-huaweicloud-dc: ${String(error)}. Please report this bug.`;
}
