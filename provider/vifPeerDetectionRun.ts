import type { Checked, Definition, Difference, Found } from "./definition.js";
import { messageOf } from "./failing.js";
import type { Gate } from "./gate.js";
import type { LookupHints } from "./hints.js";
import { CancelledError, InputError } from "./huaweicloud/index.js";
import { type Lookups, sameId, show } from "./lookups/index.js";
import { measure } from "./measure.js";
import { FIRST, whyMeasure } from "./remeasuring.js";
import { parseRunInputs, type RunInputs } from "./runInputs.js";
import {
  defined,
  type Operation,
  outputsOf,
  RESULTS,
  type RunChecked,
  type Saved,
  saidBy,
} from "./runState.js";
import { hasUnknown, UNKNOWN, unknown } from "./unknown.js";

const REPLACING = ["vifPeerId", "region", "projectId"] as const;

/**
 * A detection that the deployment starts. `check` changes nothing in the cloud, since it runs in previews, and twice for a
 * replacement; `create` and `update` measure. As long as the saved result does not meet the gate, `diff` reports a change,
 * since a refresh makes the engine forget that an operation failed.
 */
export class VifPeerDetectionRunDefinition implements Definition {
  readonly results = RESULTS;

  constructor(
    private readonly lookups: Lookups,
    private readonly gate: Gate,
  ) {}

  async check(
    given: object,
    hints: LookupHints,
    olds: object,
  ): Promise<Checked> {
    if (hasUnknown(given)) {
      const properties = {
        ...unknown(["region", "projectId"]),
        ...given,
        // Not only the unknown ones: the rest would look like the complete list.
        ...unknown([...RESULTS, "remeasure"]),
        ...saidBy(hints),
      };
      return { properties, unmet: [] };
    }
    const inputs = parseRunInputs(given, hints.secrets);
    const properties: RunChecked = {
      ...inputs,
      ...(await this.#where(inputs, olds)),
      ...saidBy(hints),
    };
    return { properties: defined(properties), unmet: [] };
  }

  diff(_id: string, olds: Partial<Saved>, news: RunChecked): Difference {
    const replaces = REPLACING.filter((name) => {
      const before = olds[name];
      const now = news[name];
      return before != null && now !== UNKNOWN && !sameId(before, now);
    });
    return {
      changes:
        replaces.length > 0 ||
        whyMeasure(olds, news, this.gate.context) !== undefined ||
        olds.keep !== news.keep ||
        olds.__provider !== news.__provider,
      replaces,
    };
  }

  announce(olds: Partial<Saved> | undefined, checked: RunChecked): boolean {
    const why = olds ? whyMeasure(olds, checked, this.gate.context) : FIRST;
    if (why === undefined) return false;
    const { vifPeerId, __timeouts: timeouts } = checked;
    const limit = timeouts[olds ? "update" : "create"];
    const peer =
      vifPeerId === UNKNOWN
        ? "a peer that is not known yet"
        : `peer ${vifPeerId}`;
    this.lookups.host.log(
      `the update will start a detection of ${peer} and wait for it to end (at most ${limit}): ${why}`,
    );
    return true;
  }

  async create(checked: RunChecked): Promise<Found> {
    return {
      id: checked.vifPeerId,
      properties: await this.#measure(checked, "create"),
    };
  }

  async update(
    _id: string,
    olds: Saved,
    checked: RunChecked,
    isPreview = false,
  ): Promise<object> {
    // Never in a preview, even if the result has become too old since `announce`.
    return isPreview ||
      whyMeasure(olds, checked, this.gate.context) === undefined
      ? outputsOf(checked, olds)
      : await this.#measure(checked, "update", olds);
  }

  /** Checks that the detection still exists. Its saved result does not change. */
  async read(_id: string, saved: Partial<Saved>): Promise<object> {
    const { region, projectId, detectionId } = saved;
    if (detectionId === undefined) {
      throw new InputError(
        "a VifPeerDetectionRun cannot be imported or read by an id, because it only knows the detection that it started: read that detection as a VifPeerDetection",
      );
    }
    await show(await this.lookups.place({ region, projectId }), detectionId);
    return saved;
  }

  /**
   * Throws only if the deployment is cancelled: neither a bad line nor expired credentials may prevent users from destroying a
   * stack.
   */
  async delete(_id: string, saved: Saved): Promise<void> {
    await this.#delete(saved, (error) => {
      if (error instanceof CancelledError) throw error;
    });
  }

  async #delete(
    saved: Pick<
      Saved,
      "detectionId" | "vifPeerId" | "region" | "projectId" | "keep"
    >,
    onError?: (error: unknown) => void,
  ): Promise<void> {
    if (saved.keep) return;
    const { detectionId, region, projectId } = saved;
    try {
      const { client } = await this.lookups.place({ region, projectId });
      await client.deleteVifPeerDetection(detectionId);
    } catch (error) {
      onError?.(error);
      this.gate.warn(
        `detection ${detectionId} of peer ${saved.vifPeerId} was not deleted and may stay in the service: ${messageOf(error)}`,
      );
    }
  }

  #measure(
    inputs: RunChecked,
    operation: Operation,
    saved?: Saved,
  ): Promise<object> {
    const { lookups, gate } = this;
    return measure(lookups, gate, inputs, operation, saved, (detection) =>
      this.#delete({ ...detection, keep: inputs.keep }),
    );
  }

  /** The region and project of a run; in an outage of IAM, the saved ones. */
  async #where(inputs: RunInputs, olds: object) {
    try {
      const { region, projectId, foundBy } = await this.lookups.place(inputs);
      return { region, projectId, __foundBy: foundBy };
    } catch (error) {
      const { region, projectId, __foundBy } = olds as Partial<RunChecked>;
      if (!this.gate.outlasts(error)) throw error;
      if (
        region === undefined ||
        projectId === undefined ||
        !(await this.lookups.isFor(inputs, { region, projectId }, __foundBy))
      ) {
        throw this.gate.nothingSaved(error, false);
      }
      this.gate.warn(
        `using the project of the last update, ${projectId}: ${error.message}`,
      );
      return { region, projectId, __foundBy };
    }
  }
}
