import { NoDetectionError } from "./huaweicloud/index.js";
import { instability, OUTPUTS } from "./detections/index.js";
import { messageOf } from "./failing.js";
import { Gate } from "./gate.js";
import { randomUUID } from "node:crypto";
import { type LookupHints, takeHints } from "./hints.js";
import { hasUnknown, type Inputs, parseInputs, UNKNOWN } from "./inputs.js";
import {
  isNotFound,
  type Located,
  type Lookups,
  sameId,
} from "./lookups/index.js";

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

  readonly #gate: Gate;

  constructor(readonly lookups: Lookups) {
    this.#gate = new Gate(lookups);
  }

  async check(olds: object, news: object): Promise<CheckResult> {
    try {
      const { hints, inputs: given } = takeHints(olds, news);
      if (hasUnknown(given)) return { inputs: { ...UNKNOWN_STATE } };
      const inputs = parseInputs(given);
      const detection = await this.#findOrOutlast(inputs, hints, olds);
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
      const unmet = [
        ...this.#gate.judge(detection, inputs.expect),
        ...(await this.#judgeNewest(detection, inputs, hints)),
      ];
      return {
        inputs: state,
        // The values go on to the policies either way.
        failures:
          unmet.length > 0 ? [{ property: "", reason: unmet.join("\n") }] : [],
      };
    } catch (error) {
      return {
        inputs: {},
        failures: [{ property: "", reason: messageOf(error) }],
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
      if (this.#gate.outlasts(error) && isResult(props)) {
        this.#gate.useSaved(error, props);
        return { id, props: { ...props }, inputs: { ...props } };
      }
      throw Object.assign(new Error(messageOf(error)), { stack: "" });
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

  /** The newest detections of the peer, where more than one has to be good. */
  async #judgeNewest(
    task: Located,
    inputs: Inputs,
    { batch }: LookupHints,
  ): Promise<string[]> {
    const { vifPeerId, expect } = inputs;
    if (expect?.consecutive === undefined || vifPeerId === undefined) return [];
    const { consecutive, within } = expect;
    let sentence: string | undefined;
    try {
      const newest = await this.lookups.newestFew(
        { ...inputs, vifPeerId },
        consecutive,
        batch,
      );
      sentence = instability(
        vifPeerId,
        // It may have ended since it was listed.
        newest.map((one) =>
          one.detectionId === task.detectionId ? task : one,
        ),
        { consecutive, within },
        expect,
        this.#gate.context,
      );
    } catch (error) {
      if (!this.#gate.outlasts(error)) throw error;
      sentence =
        "the service did not list the detections, so they are not known to be good";
    }
    return sentence === undefined
      ? []
      : this.#gate.stops([{ expectation: "consecutive", sentence }]);
  }

  /** What was saved last stands in where the service cannot answer, if the environment says so. */
  async #findOrOutlast(
    inputs: Inputs,
    hints: LookupHints,
    olds: object,
  ): Promise<Located> {
    try {
      return await this.#find(inputs, hints);
    } catch (error) {
      if (!this.#gate.outlasts(error)) throw error;
      const before = this.#savedFor(inputs, olds);
      if (before === undefined) throw this.#gate.nothingSaved(error);
      this.#gate.useSaved(error, before);
      return before;
    }
  }

  /** The saved result, if it is what the inputs ask for. */
  #savedFor(
    { detectionId, vifPeerId, ...where }: Inputs,
    olds: object,
  ): Located | undefined {
    const before = olds as Partial<Saved>;
    const { __id: id } = before;
    if (id === undefined || !isResult(before)) return undefined;
    const isAsked =
      sameId(id, detectionId ?? vifPeerId ?? "") &&
      (vifPeerId === undefined || sameId(before.vifPeerId, vifPeerId)) &&
      this.lookups.mayBeIn(where, before);
    return isAsked ? { ...before, requestId: null } : undefined;
  }
}

/** Whether a saved state holds a whole result. */
function isResult(
  state: Partial<Saved>,
): state is Omit<Saved, "__id"> & { __id?: string } {
  return OUTPUTS.every((name) => name === "domainId" || name in state);
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
  return error instanceof NoDetectionError || isNotFound(error);
}
