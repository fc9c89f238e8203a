import {
  answerCheck,
  answerRead,
  type CheckAnswer,
  type Definition,
  type Gate,
  OUTPUTS,
  RESULTS,
  UNKNOWN,
  unknown,
} from "../provider/core.js";
import type { Batches } from "./batches.js";
import { refusalOf, refuseMissingLimit, refuseSecretId } from "./refusals.js";

type Values = Record<string, unknown>;

/**
 * Adapts a resource to the engine's requests for a provider with a schema. Unlike a dynamic provider, it gets the inputs as the
 * program sets them and keeps inputs and outputs apart, but does not learn of `dependsOn`, or whether this is a preview before
 * it creates.
 */
export class PluginResource {
  constructor(
    private readonly resource: Definition,
    private readonly gate: Gate,
    private readonly batches: Batches,
  ) {}

  async check(
    olds: Values,
    news: Values,
    secrets: ReadonlySet<string>,
  ): Promise<CheckAnswer> {
    const { batch, ...given } = withoutResults(news);
    const answer = await answerCheck(async () => {
      refuseSecretId(secrets);
      refuseMissingLimit(given);
      const hints = {
        ...this.batches.hintsOf(batch, given),
        secrets: [...secrets],
      };
      return this.resource.check(given, hints, whole(olds));
    });
    // Saves all inputs. Otherwise, `ignoreChanges` would remove `expect` instead of keeping the previous one.
    return { ...answer, properties: { ...given, ...answer.properties } };
  }

  /**
   * `update` refuses `ignoreChanges` of the gate and the line, so that a refresh, which also compares, still works. Only `diff` can
   * refuse them for a replacement.
   */
  diff(id: string, olds: Values, news: Values, ignored: readonly string[]) {
    const difference = this.resource.diff(id, whole(olds), whole(news));
    const refusal = refusalOf(ignored);
    if (!refusal) return difference;
    if (difference.replaces.length > 0) throw refusal;
    return { ...difference, changes: true };
  }

  async create(checked: Values, isPreview: boolean) {
    const { resource } = this;
    if (isPreview && resource.announce?.(undefined, checked)) {
      return { id: "", properties: this.#toBeFound(checked) };
    }
    const { id, properties } = await this.#measured(() =>
      resource.create(whole(checked)),
    );
    return { id: id === UNKNOWN ? "" : id, properties };
  }

  async update(
    id: string,
    olds: Values,
    checked: Values,
    {
      isPreview,
      ignored,
    }: { readonly isPreview: boolean; readonly ignored: readonly string[] },
  ) {
    const refusal = refusalOf(ignored);
    if (refusal) throw refusal;
    const { resource } = this;
    return isPreview && resource.announce?.(olds, checked)
      ? this.#toBeFound(checked)
      : await this.#measured(() =>
          resource.update(id, whole(olds), whole(checked), isPreview),
        );
  }

  /** Runs for `refresh`, with the saved state, and for `get` and `import`, with little more than the id. */
  async read(id: string, saved: Values, inputs: Values) {
    const { resource, gate } = this;
    const state = whole(saved);
    const properties = await answerRead(
      () => resource.read(id, state),
      gate,
      state,
    );
    if (properties === undefined) return undefined;
    if (resource.results.length > 0) return { properties, inputs };
    if (Object.keys(inputs).length > 0) {
      return { properties, inputs: { ...inputs, ...properties } };
    }
    // An import generates a program from these.
    const { region, projectId } = properties as Values;
    return { properties, inputs: { detectionId: id, region, projectId } };
  }

  async delete(id: string, saved: Values): Promise<void> {
    await this.resource.delete?.(id, whole(saved));
  }

  async #measured<T>(change: () => Promise<T>): Promise<T> {
    try {
      return await change();
    } finally {
      if (this.resource.results.length > 0) this.batches.end();
    }
  }

  #toBeFound(checked: Values): object {
    return { ...checked, ...unknown(this.resource.results) };
  }
}

/** `ignoreChanges` and `pulumi import` pass results as inputs. */
function withoutResults(inputs: Values): Values {
  return Object.fromEntries(
    Object.entries(inputs).filter(
      ([name]) => !name.startsWith("__") && !RESULTS.includes(name),
    ),
  );
}

/** On the wire, results without a value are omitted. A dynamic provider's state also contains its code. */
function whole(state: Values): Values {
  const values = Object.entries(state).filter(
    ([name]) => name !== "__provider",
  );
  const absent = "status" in state ? OUTPUTS.map((name) => [name, null]) : [];
  return Object.fromEntries([...absent, ...values]) as Values;
}
