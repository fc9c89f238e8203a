import * as pulumi from "@pulumi/pulumi";
import { heldGate, OUTPUTS, QUERY, rootOf } from "../provider/index.js";
import type { VifPeerDetectionRunArgs } from "./runTypes.js";
import type { VifPeerDetectionArgs } from "./types.js";

/** Options that have no effect on a resource that only reads. Accepting them silently would be misleading. */
const WITHOUT_EFFECT = {
  import: "there is nothing to import, because the resource only reads",
  urn: "an earlier result would be passed on without being judged",
  version: "the version is that of the installed package",
  pluginDownloadURL:
    "there is no plugin to download: the installed package contains the provider",
  customTimeouts:
    "use waitForCompletion.timeout to wait longer for a detection, and huaweicloud:requestTimeout and huaweicloud:timeout for the API",
  replaceOnChanges:
    "there is nothing to replace, because the resource only reads",
} as const;

/** Arguments that don't work with the option `id`, which makes Pulumi read a resource without managing it. */
const NOT_WITH_ID = [
  "expect",
  "waitForCompletion",
  "detectionId",
  "vifPeerId",
] as const;

/** Throws if the arguments are not an object, as a compiler would report, or if an option or argument would have no effect. */
export function refuseOptions(
  args: VifPeerDetectionArgs,
  opts: pulumi.CustomResourceOptions = {},
): void {
  if (!isArguments(args)) {
    throw new pulumi.RunError(
      "VifPeerDetection requires an object of arguments, such as { detectionId: … }, whose values may be outputs",
    );
  }
  for (const [name, why] of Object.entries(WITHOUT_EFFECT)) {
    if (opts[name as keyof typeof WITHOUT_EFFECT] !== undefined) {
      throw new pulumi.RunError(
        `VifPeerDetection does not accept the option ${name}: ${why}`,
      );
    }
  }
  if (opts.id === undefined) return;
  for (const name of NOT_WITH_ID) {
    if (args[name] !== undefined) {
      throw new pulumi.RunError(
        `VifPeerDetection does not accept ${name} together with the option id: a resource read by id neither waits for a detection nor checks it. Remove id, and set detectionId or vifPeerId`,
      );
    }
  }
}

/** Throws if a run's arguments are not an object, or if an option would have no effect or replace the run's result. */
export function refuseRunOptions(
  args: VifPeerDetectionRunArgs,
  opts: pulumi.CustomResourceOptions = {},
): void {
  if (!isArguments(args)) {
    throw new pulumi.RunError(
      "VifPeerDetectionRun requires an object of arguments, such as { vifPeerId: … }, whose values may be outputs",
    );
  }
  for (const [name, why] of Object.entries(WITHOUT_EFFECT_ON_RUNS)) {
    if (opts[name as keyof typeof WITHOUT_EFFECT_ON_RUNS] !== undefined) {
      throw new pulumi.RunError(
        `VifPeerDetectionRun does not accept the option ${name}: ${why}`,
      );
    }
  }
}

const OWN_DETECTION = "a run always starts its own detection";
const WITHOUT_EFFECT_ON_RUNS = {
  import: OWN_DETECTION,
  id: OWN_DETECTION,
  urn: OWN_DETECTION,
  version: WITHOUT_EFFECT.version,
  pluginDownloadURL: WITHOUT_EFFECT.pluginDownloadURL,
  replaceOnChanges:
    "a changed trigger measures again, which is an update: list the values in triggers",
} as const;

function isArguments(args: unknown): boolean {
  return (
    typeof args === "object" && args !== null && !pulumi.Output.isInstance(args)
  );
}

/** The parts of a registration that can open the gate, after all transformations. */
export interface Registration {
  readonly given: readonly string[];
  readonly secrets: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
}

/** The inputs that can become the resource's id. */
const IDS = ["detectionId", "vifPeerId"];
/** `ignoreChanges` may name these if the program sets them; otherwise they are results. */
const HOLDABLE: readonly string[] = QUERY;
const SAVED: readonly string[] = OUTPUTS;
/** Not saved, so `ignoreChanges` would remove them. `*` means everything. */
const LOST = ["*", "expect", "waitForCompletion", "__lookup", "__provider"];

/** The problems of a registration, which `check` fails with. */
export function optionProblems(registration: Registration): string[] {
  return problemsOf(registration, LOST);
}

/** These inputs are saved, so ignoring their changes keeps an old gate. */
const HELD_GATE = ["expect", "remeasure"];

/** Likewise for a run. */
export function runOptionProblems(registration: Registration): string[] {
  return [
    ...registration.ignoreChanges.flatMap((path) =>
      HELD_GATE.includes(rootOf(path)) ? heldGate(path) : [],
    ),
    ...problemsOf(
      registration,
      LOST.filter((name) => !HELD_GATE.includes(name)),
    ),
  ];
}

function problemsOf(
  { given, secrets, ignoreChanges, additionalSecretOutputs }: Registration,
  lost: readonly string[],
): string[] {
  return [
    ...ignoreChanges.flatMap((path) => {
      const root = rootOf(path);
      if (lost.includes(root)) {
        return `ignoreChanges: ["${path}"] removes expect and waitForCompletion before the provider sees them, so nothing would be checked: remove it`;
      }
      const held = HOLDABLE.includes(root) && given.includes(root);
      if (held || !SAVED.includes(root)) return [];
      return `ignoreChanges: ["${path}"] would replace the new result with an old one: remove it. A changed result shows up as an update, but changes nothing in the cloud`;
    }),
    ...secrets
      .filter((name) => IDS.includes(name))
      .map(
        (name) =>
          `${name} is a secret, but Pulumi stores the id of a resource in plain text: pass it as pulumi.unsecret(…)`,
      ),
    ...additionalSecretOutputs
      .filter((name) => SAVED.includes(name))
      .map(
        (name) =>
          `additionalSecretOutputs: ["${name}"] would not protect ${name}, which the state also holds as an input in plain text: use pulumi.secret(…) where the value is used`,
      ),
  ];
}
