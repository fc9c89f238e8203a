import { randomUUID } from "node:crypto";
import type { Checked, Definition, Difference, Found } from "./definition.js";
import { type Expectations, instability, OUTPUTS } from "./detections/index.js";
import type { Gate } from "./gate.js";
import { type LookupHints, withSecrecy } from "./hints.js";
import { type Inputs, parseInputs } from "./inputs.js";
import {
  type Located,
  type Lookups,
  type ProjectClient,
  sameId,
} from "./lookups/index.js";
import { isResult, type SavedDetection } from "./savedResult.js";
import { hasUnknown, UNKNOWN, unknown } from "./unknown.js";

/** The saved state of a resource. Inputs and outputs are the same. */
interface Saved extends SavedDetection {
  /** The resource's id: `check` finds it, `diff` and `create` need it. Pulumi hides names that begin with `__`. */
  readonly __id: string;
  /** How the project was found, if not by its id. */
  readonly __foundBy?: string;
  /** The shim, added by Pulumi. */
  readonly __provider?: string;
}

const COMPARED = [...OUTPUTS, "__id"] as const;
export const SAVED = [...COMPARED, "__foundBy"] as const;

/**
 * A read-only detection. `check` fetches it, so that previews know the values and policies see them. `create`
 * and `update` only pass them on, and there is nothing to delete.
 */
export class VifPeerDetectionDefinition implements Definition {
  readonly results = [];
  /** The lists of siblings whose lookups have started, by batch. */
  readonly #started = new Set<string>();

  constructor(
    private readonly lookups: Lookups,
    private readonly gate: Gate,
  ) {}

  async check(
    given: object,
    hints: LookupHints,
    olds: Partial<Saved>,
  ): Promise<Checked> {
    if (hasUnknown(given)) return { properties: unknown(COMPARED), unmet: [] };
    const parsed = parseInputs(given, hints.secrets);
    const expect = withSecrecy("expect", parsed.expect, hints.secrets);
    const inputs = { ...parsed, expect };
    const { detection, foundBy } = await this.#findOrOutlast(
      inputs,
      hints,
      olds,
    );
    const properties = saved(
      detection,
      inputs.detectionId === undefined
        ? detection.vifPeerId
        : detection.detectionId,
      foundBy,
    );
    if (
      detection.status === "processing" &&
      inputs.waitForCompletion &&
      hints.preview
    ) {
      // A preview does not wait, so the result is unknown.
      return {
        properties: {
          ...properties,
          ...unknown(["status", "lossRatio", "endTime"]),
        },
        unmet: [],
      };
    }
    const unmet = [
      ...this.gate.judge(detection, expect),
      ...(await this.#judgeNewest(detection, inputs, hints)),
    ];
    return { properties, unmet };
  }

  diff(id: string, olds: Partial<Saved>, news: Saved): Difference {
    // Old states lack newer properties, which is no reason for an update. A state without the shim is the plugin's.
    const changed = COMPARED.filter(
      (key) => key in olds && olds[key] !== news[key],
    );
    const isMoved = olds.__provider !== news.__provider;
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
    return { changes: changed.length > 0 || isMoved, replaces };
  }

  create(checked: Saved): Promise<Found> {
    return Promise.resolve({
      id: checked.__id,
      properties: saved(checked, checked.__id, checked.__foundBy),
    });
  }

  update(_id: string, _olds: object, checked: Saved): Promise<object> {
    return Promise.resolve(saved(checked, checked.__id, checked.__foundBy));
  }

  async read(id: string, props: Partial<Saved>): Promise<object> {
    const { region, projectId, vifPeerId } = props;
    const query = parseInputs({
      // The id of a resource that selects a peer is the peer's id.
      ...(id === vifPeerId ? { vifPeerId } : { detectionId: id }),
      region,
      projectId,
    });
    // A refresh reads all resources as one batch. A `get` has no saved state and may depend on other resources.
    const batch = props.__id === undefined ? randomUUID() : "refresh";
    const detection = await this.lookups.find(query, batch);
    return saved(detection, id, props.__foundBy);
  }

  #find(inputs: Inputs, hints: LookupHints): Promise<Located> {
    const { preview, batch, siblings } = hints;
    const found = preview
      ? this.lookups.find(inputs, batch)
      : this.lookups.findEnded(inputs, batch);
    const list = `${batch} ${siblings ?? ""}`;
    if (siblings !== undefined && !this.#started.has(list)) {
      this.#started.add(list);
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

  /** The newest detections of the peer, if several must be good. */
  async #judgeNewest(
    detection: Located,
    inputs: Inputs & { readonly expect: Expectations | undefined },
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
        // The detection may have ended since it was listed.
        newest.map((one) =>
          one.detectionId === detection.detectionId ? detection : one,
        ),
        { consecutive, within },
        expect,
        this.gate.context,
      );
    } catch (error) {
      if (!this.gate.outlasts(error)) throw error;
      sentence =
        "the service did not list the detections, so they are not known to be good";
    }
    return sentence === undefined
      ? []
      : this.gate.stops([{ expectation: "consecutive", sentence }]);
  }

  /** Uses the saved result if the service cannot answer and the environment allows it. */
  async #findOrOutlast(
    inputs: Inputs,
    hints: LookupHints,
    olds: Partial<Saved>,
  ): Promise<{
    readonly detection: Located;
    readonly foundBy: string | undefined;
  }> {
    let place: ProjectClient | undefined;
    try {
      place = await this.lookups.place(inputs);
      const detection = await this.#find(inputs, hints);
      return { detection, foundBy: place.foundBy };
    } catch (error) {
      if (!this.gate.outlasts(error)) throw error;
      const before = await this.#savedFor(inputs, olds, place);
      const mustHaveEnded = inputs.waitForCompletion && !hints.preview;
      if (!before || (mustHaveEnded && !this.gate.holdsResult(before))) {
        throw this.gate.nothingSaved(error, place !== undefined);
      }
      this.gate.useSaved(error, before);
      return { detection: before, foundBy: olds.__foundBy };
    }
  }

  /** The saved result, if it matches the inputs. */
  async #savedFor(
    { detectionId, vifPeerId, ...where }: Inputs,
    before: Partial<Saved>,
    place: ProjectClient | undefined,
  ): Promise<Located | undefined> {
    const { __id: id } = before;
    if (id === undefined || !isResult(before)) return undefined;
    const isAsked =
      sameId(id, detectionId ?? vifPeerId ?? "") &&
      (vifPeerId === undefined || sameId(before.vifPeerId, vifPeerId)) &&
      (place
        ? place.region === before.region && place.projectId === before.projectId
        : await this.lookups.isFor(where, before, before.__foundBy));
    return isAsked ? { ...before, requestId: null } : undefined;
  }
}

function saved(
  detection: SavedDetection,
  id: string,
  foundBy: string | undefined,
): Saved {
  const outputs = OUTPUTS.map((name) => [name, detection[name]] as const);
  return {
    ...Object.fromEntries(outputs),
    __id: id,
    ...(foundBy !== undefined && { __foundBy: foundBy }),
  } as unknown as Saved;
}
