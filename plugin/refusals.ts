/**
 * Refuses inputs that would open the gate or leak a secret. Only the plugin checks them here, since other languages send no
 * hints.
 */
import { InputError } from "../provider/core.js";
import { heldGate, rootOf } from "../provider/index.js";

type Values = Readonly<Record<string, unknown>>;

/** An id that `ignoreChanges` keeps would tie a resource to an earlier detection of the peer instead of the newest one. */
export function refuseFormerDetection(olds: Values, given: Values): void {
  const { __id: id, vifPeerId, detectionId } = olds;
  if (
    vifPeerId !== undefined &&
    id === vifPeerId &&
    given.vifPeerId !== undefined &&
    given.detectionId === detectionId
  ) {
    throw new InputError(
      "detectionId is the result of an earlier lookup by vifPeerId: remove detectionId from ignoreChanges; if the program sets it, remove vifPeerId",
    );
  }
}

const GATE = ["*", "expect", "remeasure", "waitForCompletion"];

/** The engine applies `ignoreChanges` before `check`, and passes the ignored paths only to `diff` and `update`. */
export function refuseHeldGate(ignored: readonly string[]): void {
  const path = ignored.find(isGate);
  if (path !== undefined) throw new InputError(heldGate(path));
}

export function holdsGate(ignored: readonly string[]): boolean {
  return ignored.some(isGate);
}

function isGate(path: string): boolean {
  return GATE.includes(rootOf(path));
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
