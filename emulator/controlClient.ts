import type { StoredTask, Task } from "./detections.js";
import type { Fault, PendingFault } from "./faults.js";
import type { LoggedRequest } from "./requestLog.js";
import type { Settings, SettingsChange } from "./settings.js";

export type { Fault, LoggedRequest, Settings, SettingsChange, Task };

/** Steers an emulator, in this process or another. */
export interface EmulatorControl {
  /** What the cloud was asked, oldest first. */
  requests(): Promise<LoggedRequest[]>;
  clearRequests(): Promise<void>;
  detections(): Promise<StoredTask[]>;
  /** Instead of all that there are. */
  setDetections(tasks: readonly Task[]): Promise<StoredTask[]>;
  /** Besides those that there are, or in place of one with the same id. */
  addDetections(tasks: readonly Task[]): Promise<StoredTask[]>;
  /** A `status` without a new `completes_after_ms` holds at once. */
  patchDetection(
    id: string,
    fields: Partial<Task> & Record<string, unknown>,
  ): Promise<StoredTask>;
  /** Merges the change, if there is one, and answers the settings that hold. */
  settings(change?: SettingsChange): Promise<Settings>;
  /** They wait in line for the requests that they are for. */
  fault(...faults: readonly Fault[]): Promise<PendingFault[]>;
  pendingFaults(): Promise<PendingFault[]>;
  clearFaults(): Promise<void>;
  /** A signed id token of the emulated identity provider, unless its claims say otherwise. */
  idToken(claims?: {
    readonly issuer?: string;
    readonly audience?: string;
    readonly subject?: string;
    readonly expiresInSeconds?: number;
  }): Promise<string>;
  /** Everything as at the start. */
  reset(): Promise<void>;
}

export function emulatorControl(url: string): EmulatorControl {
  async function call<T>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<T> {
    const response = await fetch(`${url}/_emulator/${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) {
      throw new Error(`${method} ${path}: ${text}`);
    }
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }
  return {
    requests: () => call("GET", "requests"),
    clearRequests: () => call("DELETE", "requests"),
    detections: () => call("GET", "detections"),
    setDetections: (tasks) => call("PUT", "detections", tasks),
    addDetections: (tasks) => call("POST", "detections", tasks),
    patchDetection: (id, fields) =>
      call("PATCH", `detections/${encodeURIComponent(id)}`, fields),
    settings: (change) =>
      change === undefined
        ? call("GET", "settings")
        : call("PUT", "settings", change),
    fault: (...faults) => call("POST", "faults", faults),
    pendingFaults: () => call("GET", "faults"),
    clearFaults: () => call("DELETE", "faults"),
    idToken: async (claims = {}) => {
      const { idToken } = await call<{ idToken: string }>(
        "POST",
        "id-tokens",
        claims,
      );
      return idToken;
    },
    reset: () => call("POST", "reset"),
  };
}
