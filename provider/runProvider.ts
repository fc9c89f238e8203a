import { OUTPUTS } from "./detections/index.js";
import {
  isNotFound,
  type Located,
  type Lookups,
  measuringPlan,
  sameId,
  show,
  startDetection,
  untilMeasured,
} from "./lookups/index.js";
import { messageOf } from "./failing.js";
import { Gate } from "./gate.js";
import { takeHints } from "./hints.js";
import {
  type RequestError,
  StillProcessingError,
} from "./huaweicloud/index.js";
import { hasUnknown, UNKNOWN } from "./inputs.js";
import { FIRST, whyMeasure } from "./remeasuring.js";
import { parseRunInputs, type RunInputs } from "./runInputs.js";
import {
  type Checked,
  defined,
  type Operation,
  pick,
  type Saved,
  timeouts,
  UNKNOWN_RESULTS,
} from "./runState.js";

const REPLACING = ["vifPeerId", "region", "projectId"] as const;

/**
 * What the engine runs for a `VifPeerDetectionRun`. `check` changes nothing in the cloud, since it runs in previews, and
 * twice for a replacement; `create` and `update` measure. As long as the saved result does not meet the gate, `diff` asks
 * for an update: the engine forgets on a refresh that an operation has failed.
 */
export class VifPeerDetectionRunProvider {
  readonly #gate: Gate;

  constructor(readonly lookups: Lookups) {
    this.#gate = new Gate(lookups);
  }

  async check(olds: object, news: object) {
    try {
      const { hints, inputs: given } = takeHints(olds, news);
      const isNew = Object.keys(olds).length === 0;
      if (hasUnknown(given)) {
        if (isNew) this.#announce(given as Checked, "create", FIRST);
        return {
          inputs: {
            region: UNKNOWN,
            projectId: UNKNOWN,
            ...given,
            ...UNKNOWN_RESULTS,
            // So that nobody takes the rest for all that there is to know.
            remeasure: UNKNOWN,
          },
        };
      }
      const inputs = parseRunInputs(given);
      const checked: Checked = {
        ...inputs,
        ...(await this.#where(inputs, olds)),
        __timeouts: timeouts(hints.timeouts),
      };
      if (!hints.preview) return { inputs: defined(checked) };
      if (isNew) {
        this.#announce(checked, "create", FIRST);
      }
      return { inputs: { ...defined(checked), ...UNKNOWN_RESULTS } };
    } catch (error) {
      return {
        inputs: {},
        failures: [{ property: "" as const, reason: messageOf(error) }],
      };
    }
  }

  diff(_id: string, olds: object, news: Checked) {
    const saved = olds as Partial<Saved>;
    const replaces = REPLACING.filter((name) => {
      const before = saved[name];
      const now = news[name];
      return before != null && now !== UNKNOWN && !sameId(before, now);
    });
    const why = whyMeasure(saved, news, this.#gate.context);
    const isPreview = (news as unknown as Partial<Saved>).status !== undefined;
    if (isPreview && why !== undefined && replaces.length === 0) {
      this.#announce(news, "update", why);
    }
    return {
      changes:
        replaces.length > 0 ||
        why !== undefined ||
        saved.keep !== news.keep ||
        saved.__provider !== news.__provider,
      replaces,
    };
  }

  async create(inputs: Checked) {
    const { vifPeerId } = inputs;
    return { id: vifPeerId, outs: await this.#measure(inputs, "create") };
  }

  async update(id: string, olds: object, news: Checked) {
    const saved = olds as Saved;
    const outs =
      whyMeasure(saved, news, this.#gate.context) === undefined
        ? this.#outs(news, saved)
        : await this.#measure(news, "update", { id, ...saved });
    return { outs };
  }

  /** Whether the detection is still there. Its saved result stays as the run has found it. */
  async read(id: string, props: Saved) {
    try {
      const { region, projectId, detectionId } = props;
      await show(await this.lookups.place({ region, projectId }), detectionId);
    } catch (error) {
      if (isNotFound(error)) return { id: "", props: {} };
      if (!this.#gate.outlasts(error)) {
        throw Object.assign(new Error(messageOf(error)), { stack: "" });
      }
      this.#gate.useSaved(error, props);
    }
    return { id, props };
  }

  /** Never throws: a bad line, or credentials that are no longer good, must not keep anybody from destroying a stack. */
  async delete(_id: string, props: Saved): Promise<void> {
    if (props.keep) return;
    const { detectionId, region, projectId } = props;
    try {
      const { client } = await this.lookups.place({ region, projectId });
      await client.deleteVifPeerDetection(detectionId);
    } catch (error) {
      this.#gate.warn(
        `detection ${detectionId} of peer ${props.vifPeerId} was not deleted and may stay in the service: ${messageOf(error)}`,
      );
    }
  }

  async #measure(
    inputs: Checked,
    operation: Operation,
    saved?: Saved & { readonly id: string },
  ): Promise<object> {
    const host = { ...this.lookups.host, clock: this.lookups.clock };
    const plan = measuringPlan(
      inputs.__timeouts[operation],
      operation,
      host.clock.now(),
    );
    let found: Located | undefined;
    const fail = (reasons: readonly string[]) =>
      found ? this.#initFailure(inputs, found, reasons) : new Error(reasons[0]);
    try {
      const place = await this.lookups.place(inputs);
      found = await startDetection(place, inputs.vifPeerId, plan, host);
      found = await untilMeasured(found, place, plan, host);
    } catch (error) {
      const isOutage = this.#gate.outlasts(error);
      if (isOutage && saved) {
        const unmet = this.#judgeSaved(error, inputs, saved, found);
        if (unmet.length === 0) return this.#outsBefore(inputs, saved);
        if (found) await this.#deletePrevious(saved, inputs);
        throw fail([[...unmet, error.message].join("\n")]);
      }
      if (found && saved) await this.#deletePrevious(saved, inputs);
      if (!found || !this.#passesOverdue(error)) {
        throw fail([
          messageOf(isOutage ? this.#gate.nothingSaved(error) : error),
        ]);
      }
      return this.#outs(inputs, found);
    }
    if (saved) await this.#deletePrevious(saved, inputs);
    const unmet = this.#gate.judge(found, inputs.expect);
    if (unmet.length > 0) throw fail(unmet);
    return this.#outs(inputs, found);
  }

  /** Somebody who measures asks for an end, so a wait that runs out is an unmet expectation. */
  #passesOverdue(error: unknown): boolean {
    if (
      !(error instanceof StillProcessingError) ||
      this.lookups.settings.gate !== "warn"
    ) {
      return false;
    }
    this.#gate.pass(error.message);
    return true;
  }

  /** In an outage, what is unmet by the result that was saved before. */
  #judgeSaved(
    error: RequestError,
    { expect }: Checked,
    saved: Saved,
    started: Located | undefined,
  ): string[] {
    this.#gate.useSaved(error, saved);
    const unmet = this.#gate.judge(saved, expect);
    if (started && unmet.length === 0) {
      this.#gate.warn(
        `detection ${started.detectionId} of peer ${started.vifPeerId} was started and stays in the service`,
      );
    }
    return unmet;
  }

  /** Triggers stay the old ones, so that the next update measures. */
  #outsBefore(inputs: Checked, saved: Saved): object {
    return this.#outs({ ...inputs, triggers: saved.triggers }, saved);
  }

  async #deletePrevious(
    saved: Saved & { readonly id: string },
    { keep }: Checked,
  ): Promise<void> {
    await this.delete(saved.id, { ...saved, keep });
  }

  /** Saved by the engine as a resource that exists but has failed. */
  #initFailure(
    inputs: Checked,
    found: Located,
    reasons: readonly string[],
  ): Error {
    return Object.assign(new Error(reasons.join("\n")), {
      id: inputs.vifPeerId,
      properties: {
        ...this.#outs(inputs, found),
        // The host adds it to results, but not to these: without it, nothing could be done with the state.
        ...pick(inputs, ["__provider"]),
      },
      reasons,
    });
  }

  #outs(inputs: Checked, detection: object): object {
    return {
      ...pick(detection as Located, OUTPUTS),
      ...pick(inputs, ["vifPeerId", "region", "projectId", "triggers", "keep"]),
    };
  }

  #announce(inputs: Checked, operation: Operation, why: string): void {
    const { vifPeerId, __timeouts: limits } = inputs;
    const limit = (limits as Checked["__timeouts"] | undefined)?.[operation];
    const peer =
      vifPeerId === UNKNOWN
        ? "a peer that is not known yet"
        : `peer ${vifPeerId}`;
    this.lookups.host.log(
      `a detection of ${peer} will be started in the update, and waited for${limit === undefined ? "" : ` (at most ${limit})`}: ${why}`,
    );
  }

  /** The region and project that a run is for; in an outage of IAM those that it was for. */
  async #where(inputs: RunInputs, olds: object) {
    try {
      const { region, projectId } = await this.lookups.place(inputs);
      return { region, projectId };
    } catch (error) {
      const { region, projectId } = olds as Partial<Checked>;
      if (
        !this.#gate.outlasts(error) ||
        region === undefined ||
        projectId === undefined ||
        !this.lookups.mayBeIn(inputs, { region, projectId })
      ) {
        throw error;
      }
      return { region, projectId };
    }
  }
}
