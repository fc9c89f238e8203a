import { NotFoundError, VifPeerDetectionError } from "./errors.js";
import { hasUnknown, parseInputs, UNKNOWN } from "./inputs.js";
import { type Located, Session } from "./session.js";
import type { SettingsSource } from "./settings.js";

/** What is saved of a resource, as its inputs and its outputs alike. */
export interface Saved extends Located {
  /** The resource's id: known to `check`, needed by `diff` and `create`. Hidden by its underscores. */
  readonly __id: string;
}

interface CheckResult {
  inputs: object;
  failures?: { property: string; reason: string }[];
}

/**
 * What the engine runs. It fetches in `check`, so that the values are known in a preview and policies see them;
 * `create` and `update` only hand them on.
 */
export class VifPeerDetectionProvider {
  readonly #session: Session;

  constructor(source: SettingsSource) {
    this.#session = new Session(source);
  }

  async check(_olds: object, news: object): Promise<CheckResult> {
    try {
      if (hasUnknown(news)) return { inputs: unknown() };
      return { inputs: saved(await this.#session.find(parseInputs(news))) };
    } catch (error) {
      return {
        inputs: {},
        failures: [{ property: "", reason: reason(error) }],
      };
    }
  }

  diff(id: string, olds: object, news: Saved) {
    const before = olds as Partial<Saved>;
    const changed = Object.keys(unknown()).filter(
      (key) => before[key as keyof Saved] !== news[key as keyof Saved],
    );
    // What is not known yet is not claimed to be another task.
    const replaces = [
      ...(news.__id === id || news.__id === UNKNOWN ? [] : ["detectionId"]),
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

  /** For `refresh`, with the saved properties; for `get`, with what its caller gave. */
  async read(id: string, props: Partial<Saved>) {
    try {
      const { region, projectId } = props;
      const query = parseInputs({ detectionId: id, region, projectId });
      const state = saved(await this.#session.find(query));
      return { id, props: { ...state }, inputs: { ...state } };
    } catch (error) {
      if (error instanceof NotFoundError) return { id: "", props: {} };
      throw Object.assign(new Error(reason(error)), { stack: "" });
    }
  }
}

function saved(detection: Located): Saved {
  return {
    detectionId: detection.detectionId,
    vifPeerId: detection.vifPeerId,
    projectId: detection.projectId,
    domainId: detection.domainId,
    region: detection.region,
    startTime: detection.startTime,
    endTime: detection.endTime,
    status: detection.status,
    lossRatio: detection.lossRatio,
    __id: detection.detectionId,
  };
}

function unknown(): Record<keyof Saved, string> {
  return {
    detectionId: UNKNOWN,
    vifPeerId: UNKNOWN,
    projectId: UNKNOWN,
    domainId: UNKNOWN,
    region: UNKNOWN,
    startTime: UNKNOWN,
    endTime: UNKNOWN,
    status: UNKNOWN,
    lossRatio: UNKNOWN,
    __id: UNKNOWN,
  };
}

function reason(error: unknown): string {
  if (error instanceof VifPeerDetectionError) return error.message;
  return `pulumi-huaweicloud-dc failed in a way that it should not: ${String(error)}. Please report this.`;
}
