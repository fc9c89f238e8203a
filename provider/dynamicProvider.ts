import { answerCheck, answerRead } from "./calls.js";
import type { Definition } from "./definition.js";
import type { Gate } from "./gate.js";
import { takeHints } from "./hints.js";
import { unknown } from "./unknown.js";

/** What the engine runs for a resource of a dynamic provider. Its inputs and its outputs are the same. */
export class DynamicProvider {
  constructor(
    private readonly resource: Definition,
    private readonly gate: Gate,
  ) {}

  async check(olds: object, news: object) {
    const { resource } = this;
    const { properties, reason, isPreview } = await answerCheck(
      resource,
      olds,
      () => takeHints(olds, news),
    );
    if (reason !== "") {
      // With an empty property, the engine prints the reason unchanged.
      return { inputs: properties, failures: [{ property: "", reason }] };
    }
    const isNew = Object.keys(olds).length === 0;
    if (isPreview && isNew) resource.announce?.(undefined, properties);
    return {
      // In a preview, the inputs become the outputs.
      inputs: { ...properties, ...(isPreview && unknown(resource.results)) },
    };
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
    const state = await answerRead(resource, gate, id, props);
    if (state === undefined) return { id: "", props: {} };
    // Where a result is an input, too, a refresh without inputs would show no change.
    const inputs = resource.results.length === 0 && { inputs: { ...state } };
    return { id, props: state, ...inputs };
  }

  async delete(id: string, props: object): Promise<void> {
    await this.resource.delete?.(id, props);
  }
}
