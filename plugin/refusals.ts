/**
 * Refuses inputs that would open the gate or leak a secret. Only the plugin checks them here, since other languages send no
 * hints.
 */
import { InputError } from "../provider/core.js";
import { heldGate, rootOf } from "../provider/index.js";

type Values = Readonly<Record<string, unknown>>;

const GATE = ["*", "expect", "remeasure", "waitForCompletion"];
/** They are also results, so the program may not have set them. */
const LINE = ["detectionId", "vifPeerId", "region", "projectId"];

/** The engine applies `ignoreChanges` before `check`, and passes the ignored paths only to `diff` and `update`. */
export function refusalOf(ignored: readonly string[]): InputError | undefined {
  for (const path of ignored) {
    if (GATE.includes(rootOf(path))) return new InputError(heldGate(path));
    if (LINE.includes(rootOf(path))) {
      return new InputError(
        `ignoreChanges: ["${path}"] would keep the line of an earlier update instead of the program's: remove it`,
      );
    }
  }
  return undefined;
}

/** SDKs omit a limit that is null, such as a missing config value. */
export function refuseMissingLimit({ expect }: Values): void {
  if (
    typeof expect === "object" &&
    expect !== null &&
    !Array.isArray(expect) &&
    !("maxLossRatio" in expect)
  ) {
    throw new InputError(
      "expect.maxLossRatio is missing, or null in the program: set it, since any loss would pass without it; set 100 to expect only a complete detection",
    );
  }
}

const IDS = ["detectionId", "vifPeerId"];

export function refuseSecretId(secrets: ReadonlySet<string>): void {
  for (const name of IDS.filter((one) => secrets.has(one))) {
    throw new InputError(
      `${name} is a secret, but Pulumi stores the id of a resource in plain text: pass it in plain text`,
    );
  }
}
