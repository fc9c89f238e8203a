import * as pulumi from "@pulumi/pulumi";
import type { VifPeerDetectionArgs } from "./types.js";

/** Without effect on something that is only read. Accepted in silence, they would promise what does not happen. */
const WITHOUT_EFFECT = {
  import:
    "there is nothing to import: the resource only reads, so construct it without",
  version: "the version is the installed package's",
  pluginDownloadURL:
    "there is no plugin: the provider is the installed package",
  customTimeouts:
    "reading has limits of its own: use waitForCompletion.timeout to wait longer, or huaweicloud:requestTimeout and huaweicloud:timeout",
  replaceOnChanges:
    "there is nothing to replace: a changed result changes nothing in the cloud",
} as const;

/** Given with an id, which makes Pulumi read a resource that it does not manage. */
const NOT_WITH_ID = [
  "expect",
  "waitForCompletion",
  "detectionId",
  "vifPeerId",
] as const;

/** Throws if an option or argument would have no effect. */
export function refuseOptions(
  args: VifPeerDetectionArgs,
  opts: pulumi.CustomResourceOptions = {},
): void {
  for (const [name, why] of Object.entries(WITHOUT_EFFECT)) {
    if (opts[name as keyof typeof WITHOUT_EFFECT] !== undefined) {
      throw new pulumi.RunError(
        `VifPeerDetection does not take the option ${name}: ${why}`,
      );
    }
  }
  if (opts.id === undefined) return;
  for (const name of NOT_WITH_ID) {
    if (args[name] !== undefined) {
      throw new pulumi.RunError(
        `VifPeerDetection does not take ${name} together with the option id: what is read by its id is neither waited for nor judged. Leave out id, and give detectionId or vifPeerId`,
      );
    }
  }
}

/** Throws if an option would have no effect on a run, or take its result from elsewhere. */
export function refuseRunOptions(
  opts: pulumi.CustomResourceOptions = {},
): void {
  for (const name of [
    "import",
    "id",
    "version",
    "pluginDownloadURL",
  ] as const) {
    if (opts[name] !== undefined) {
      throw new pulumi.RunError(
        `VifPeerDetectionRun does not take the option ${name}: its result is always of a detection that it has started itself`,
      );
    }
  }
}

/** What a registration says, once all transformations have had their say. */
export interface Registration {
  readonly given: readonly string[];
  readonly secrets: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
}

/** A resource's id is one of these. */
const IDS = ["detectionId", "vifPeerId"];
/** What may be held where the program gives it; else it is a result. */
const HOLDABLE = [...IDS, "region", "projectId"];
const RESULTS = ["status", "lossRatio", "startTime", "endTime", "domainId"];
const SAVED = [...HOLDABLE, ...RESULTS];
/** Not saved, so that holding it is losing it. `*` is everything. */
const LOST = ["*", "expect", "waitForCompletion", "__lookup", "__provider"];

/** What is wrong with a registration: `check` fails with it. */
export function optionProblems(registration: Registration): string[] {
  return problemsOf(registration, LOST);
}

/** Saved, so that holding it keeps an old gate. */
const HELD_GATE = ["expect", "remeasure"];

/** Likewise for a run. */
export function runOptionProblems(registration: Registration): string[] {
  return [
    ...registration.ignoreChanges.flatMap((path) =>
      HELD_GATE.includes(rootOf(path))
        ? `ignoreChanges: ["${path}"] would keep an old gate in place of the one that the program gives: remove it`
        : [],
    ),
    ...problemsOf(
      registration,
      LOST.filter((name) => !HELD_GATE.includes(name)),
    ),
  ];
}

function rootOf(path: string): string {
  const [root = path] = /\w+|\*/.exec(path) ?? [];
  return root;
}

function problemsOf(
  { given, secrets, ignoreChanges, additionalSecretOutputs }: Registration,
  lost: readonly string[],
): string[] {
  return [
    ...ignoreChanges.flatMap((path) => {
      const root = rootOf(path);
      if (lost.includes(root)) {
        return `ignoreChanges: ["${path}"] removes expect and waitForCompletion before they are read, so nothing would be judged: remove it`;
      }
      const held = HOLDABLE.includes(root) && given.includes(root);
      if (held || !SAVED.includes(root)) return [];
      return `ignoreChanges: ["${path}"] would put an old result in place of the new one: remove it. A changed result is shown as an update, and changes nothing in the cloud`;
    }),
    ...secrets
      .filter((name) => IDS.includes(name))
      .map(
        (name) =>
          `${name} is a secret, but Pulumi saves a resource's id in clear: give it as pulumi.unsecret(…)`,
      ),
    ...additionalSecretOutputs
      .filter((name) => SAVED.includes(name))
      .map(
        (name) =>
          `additionalSecretOutputs: ["${name}"] would leave ${name} in the state in clear, as an input: use pulumi.secret(…) where the value is used`,
      ),
  ];
}
