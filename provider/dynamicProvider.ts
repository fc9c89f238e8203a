import { answerCheck, answerRead } from "./answers.js";
import { openSettings, type ResourceName } from "./core.js";
import type { Definition } from "./definition.js";
import { isEngineAlive } from "./engineAlive.js";
import type { Reader } from "./functions.js";
import type { Gate } from "./gate.js";
import { readHints } from "./hints.js";
import { systemClock } from "./huaweicloud/index.js";
import type { Host } from "./lookups/index.js";
import type { SettingsSource } from "./settings/index.js";
import { withoutInputs } from "./secretInputs.js";
import { hasUnknown, unknown } from "./unknown.js";

/** Adapts a resource to Pulumi's dynamic providers, in which inputs and outputs are the same. */
export class DynamicProvider {
  constructor(
    private readonly resource: Definition,
    private readonly gate: Gate,
  ) {}

  async check(olds: object, news: object) {
    const { resource } = this;
    const { __lookup, ...inputs } = news as Record<string, unknown>;
    let isPreview = hasUnknown(inputs);
    let secrets: readonly string[] = [];
    const { properties, reason } = await answerCheck(async () => {
      const hints = readHints(__lookup, olds, inputs);
      secrets = hints.secrets ?? [];
      isPreview ||= hints.preview;
      return resource.check(inputs, hints, olds);
    });
    if (reason !== "") {
      // With an empty property, the engine prints the reason unchanged.
      const redacted = withoutInputs(
        secrets.map((name) => [name, inputs[name]]),
      );
      const failure = { property: "", reason: redacted(reason) };
      return { inputs: properties, failures: [failure] };
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
    const state = await answerRead(() => resource.read(id, props), gate, props);
    if (state === undefined) return { id: "", props: {} };
    // If a result is also an input, a refresh without inputs would show no change.
    const inputs = resource.results.length === 0 && { inputs: { ...state } };
    return { id, props: state, ...inputs };
  }

  async delete(id: string, props: object): Promise<void> {
    await this.resource.delete?.(id, props);
  }
}

type Config = SettingsSource["config"];

/** A resource for a dynamic provider's process. */
export function openDynamic(config: Config, name: ResourceName) {
  const { gate, definitions } = openSettings(ofThisProcess(config), host);
  return new DynamicProvider(definitions[name], gate);
}

/** Functions, for the program's process. */
export function openReader(config: Config): Reader {
  return openSettings(ofThisProcess(config), host).reader;
}

function ofThisProcess(config: Config): SettingsSource {
  return { config, environment: process.env };
}

/** The engine shows the output of programs and dynamic providers. */
const host: Host = {
  clock: systemClock,
  log: (line) => {
    console.log(line);
  },
  warn: (sentence) => {
    console.log(`warning: ${sentence}`);
  },
  isWanted: () => isEngineAlive(),
};
