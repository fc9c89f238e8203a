import type { Definition } from "./definition.js";
import { messageOf } from "./failing.js";
import type { Gate } from "./gate.js";
import { takeHints } from "./hints.js";
import { NoDetectionError } from "./huaweicloud/index.js";
import { isNotFound } from "./lookups/index.js";
import { isResult } from "./savedResult.js";
import { hasUnknown, unknown } from "./unknown.js";

interface CheckResult {
  inputs: object;
  failures?: Failure[];
}

/** With an empty property, the engine prints the reason unchanged. */
interface Failure {
  readonly property: "";
  readonly reason: string;
}

/** What the engine runs for a resource of a dynamic provider. Its inputs and its outputs are the same. */
export class DynamicProvider {
  constructor(
    private readonly resource: Definition,
    private readonly gate: Gate,
  ) {}

  async check(olds: object, news: object): Promise<CheckResult> {
    const { resource } = this;
    const isNew = Object.keys(olds).length === 0;
    try {
      const { hints, inputs: given } = takeHints(olds, news);
      if (hasUnknown(given)) {
        if (isNew) resource.announce?.(undefined, given);
        return { inputs: resource.unknown(given) };
      }
      const { properties, unmet } = await resource.check(given, hints, olds);
      if (hints.preview && isNew) resource.announce?.(undefined, properties);
      return {
        // In a preview, the inputs become the outputs.
        inputs: {
          ...properties,
          ...(hints.preview && unknown(resource.results)),
        },
        // The values go on to the policies either way.
        failures: failures(unmet.join("\n")),
      };
    } catch (error) {
      return { inputs: {}, failures: failures(messageOf(error)) };
    }
  }

  diff(id: string, olds: object, news: object) {
    const difference = this.resource.diff(id, olds, news);
    const isPreview = this.resource.results.some((name) => name in news);
    if (isPreview && difference.changes && difference.replaces.length === 0) {
      this.resource.announce?.(olds, news);
    }
    return difference;
  }

  async create(inputs: object) {
    const { id, properties } = await this.resource.create(inputs);
    return { id, outs: properties };
  }

  async update(id: string, olds: object, news: object) {
    return { outs: await this.resource.update(id, olds, news) };
  }

  /** Runs for `refresh`, with the saved properties, and for `get`, with the arguments of the caller. */
  async read(id: string, props: object) {
    const { resource, gate } = this;
    // Where a result is an input, too, a refresh without inputs would show no change.
    const found = (state: object) => ({
      id,
      props: state,
      ...(resource.results.length === 0 && { inputs: { ...state } }),
    });
    try {
      return found(await resource.read(id, props));
    } catch (error) {
      if (isGone(error)) return { id: "", props: {} };
      if (gate.outlasts(error) && isResult(props)) {
        gate.useSaved(error, props);
        return found({ ...props });
      }
      throw Object.assign(new Error(messageOf(error)), { stack: "" });
    }
  }

  async delete(id: string, props: object): Promise<void> {
    await this.resource.delete?.(id, props);
  }
}

function failures(reason: string): Failure[] {
  return reason === "" ? [] : [{ property: "", reason }];
}

/** Only Direct Connect itself can drop a resource from the state, by saying that the detection does not exist or the peer has none. */
function isGone(error: unknown): boolean {
  return error instanceof NoDetectionError || isNotFound(error);
}
