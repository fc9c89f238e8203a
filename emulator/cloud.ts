import { Detections, type StoredTask } from "./detections.js";
import { FaultQueue } from "./faults.js";
import { SigningKey } from "./idTokens.js";
import { RequestCounter } from "./rateLimit.js";
import { RequestLog } from "./requestLog.js";
import { documentedDetection } from "./seed.js";
import { type Settings, settingsAtStart } from "./settings.js";

export interface CloudAtStart {
  readonly settings: Partial<Settings>;
  readonly detections: readonly StoredTask[];
}

/** The state of the emulator. */
export class Cloud {
  settings: Settings = settingsAtStart();
  readonly detections = new Detections(() => this.now());
  readonly faults = new FaultQueue();
  readonly counter = new RequestCounter();
  readonly requests = new RequestLog();
  /** The key of the id tokens that the emulator issues itself. */
  readonly signingKey = new SigningKey();
  /** The metadata service's tokens, with their expiry times. */
  readonly metadataTokens = new Map<string, number>();

  constructor(
    readonly atStart: CloudAtStart = {
      settings: {},
      detections: [documentedDetection],
    },
  ) {
    this.reset();
  }

  reset(): void {
    this.settings = { ...settingsAtStart(), ...this.atStart.settings };
    this.detections.replaceAll(this.atStart.detections);
    this.faults.clear();
    this.requests.clear();
    this.counter.clear();
    this.metadataTokens.clear();
  }

  /** The cloud's clock, which may differ from this machine's. */
  now(): number {
    return Date.now() + this.settings.clockOffsetSeconds * 1000;
  }
}
