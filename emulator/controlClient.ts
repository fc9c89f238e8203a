import type { StoredTask, Task } from "./detections.js";
import type { Fault, PendingFault } from "./faults.js";
import type { LoggedRequest } from "./requestLog.js";
import type { Settings, SettingsChange } from "./settings.js";

export type { Fault, LoggedRequest, Settings, SettingsChange, Task };

/** Controls an emulator, in this process or another. */
export interface EmulatorControl {
  /** The requests to the cloud, oldest first. */
  requests(): Promise<LoggedRequest[]>;
  clearRequests(): Promise<void>;
  detections(): Promise<StoredTask[]>;
  /** Replaces all detections. */
  setDetections(tasks: readonly Task[]): Promise<StoredTask[]>;
  /** Adds a detection, or replaces the one with the same id. */
  addDetections(tasks: readonly Task[]): Promise<StoredTask[]>;
  /** A `status` without a new `completes_after_ms` takes effect at once. */
  patchDetection(
    id: string,
    fields: Partial<Task> & Record<string, unknown>,
  ): Promise<StoredTask>;
  /** Merges the changes, if any, and returns the current settings. */
  settings(change?: SettingsChange): Promise<Settings>;
  /** Queues faults for the requests that they match. */
  fault(...faults: readonly Fault[]): Promise<PendingFault[]>;
  pendingFaults(): Promise<PendingFault[]>;
  clearFaults(): Promise<void>;
  /** Restores the initial state. */
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
    reset: () => call("POST", "reset"),
  };
}
