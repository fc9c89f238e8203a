import * as v from "valibot";
import * as seed from "./seed.js";
import { apiTime } from "./time.js";

/**
 * A detection of the emulator. All fields except the two control fields are returned unchanged, known or not, so that a test
 * can make the API return anything.
 */
export const Task = v.looseObject({
  id: v.pipe(v.string(), v.minLength(1)),
  project_id: v.optional(v.nullable(v.string()), seed.projectId),
  /** How long it stays `processing` after it was added. Then its other fields take effect. */
  completes_after_ms: v.exactOptional(v.pipe(v.number(), v.minValue(0))),
  /** Whether that time starts with the first response that contains the detection. */
  from_first_read: v.exactOptional(v.boolean()),
});
/** Changes to an existing detection, which keeps its id. */
export const TaskChange = v.looseObject({
  id: v.exactOptional(v.never()),
  project_id: v.exactOptional(Task.entries.project_id.wrapped),
  completes_after_ms: Task.entries.completes_after_ms,
  from_first_read: Task.entries.from_first_read,
});
export type Task = v.InferInput<typeof Task>;
export type StoredTask = v.InferOutput<typeof Task>;
export type ToldDetection = Record<string, unknown> & { id: string };

const CONTROL_FIELDS = ["completes_after_ms", "from_first_read"];

interface Entry {
  task: StoredTask;
  /** When `completes_after_ms` started; `undefined` while it waits for the first read. */
  countsFrom: number | undefined;
}

export class Detections {
  readonly #entries = new Map<string, Entry>();

  /** @param now the cloud's clock, in milliseconds since 1970 */
  constructor(readonly now: () => number) {}

  replaceAll(tasks: readonly StoredTask[]): void {
    this.#entries.clear();
    this.put(tasks);
  }

  put(tasks: readonly StoredTask[]): void {
    for (const task of tasks)
      this.#entries.set(key(task.id), this.#begin(task));
  }

  /**
   * Merges fields into a detection. A `status` without a new `completes_after_ms` takes effect at once and ends a countdown
   * that would still return `processing`.
   */
  patch(id: string, fields: Record<string, unknown>): StoredTask | undefined {
    const entry = this.#entries.get(key(id));
    if (entry === undefined) return undefined;
    const before =
      "status" in fields && !("completes_after_ms" in fields)
        ? without(entry.task, ["completes_after_ms"])
        : entry.task;
    const task = v.parse(Task, { ...before, ...fields, id: entry.task.id });
    const restarts =
      "completes_after_ms" in fields || "from_first_read" in fields;
    this.#entries.set(
      key(id),
      restarts ? this.#begin(task) : { ...entry, task },
    );
    return task;
  }

  remove(id: string): void {
    this.#entries.delete(key(id));
  }

  given(): StoredTask[] {
    return [...this.#entries.values()].map(({ task }) => task);
  }

  has(projectId: string, id: string): boolean {
    const entry = this.#entries.get(key(id));
    return entry !== undefined && belongs(entry.task, projectId);
  }

  ids(projectId: string): string[] {
    return this.given()
      .filter((task) => belongs(task, projectId))
      .map(({ id }) => id)
      .sort();
  }

  #begin(task: StoredTask): Entry {
    return {
      task,
      countsFrom: task.from_first_read === true ? undefined : this.now(),
    };
  }

  /** The detection as the API returns it now. Counts as a read. */
  tell(id: string): ToldDetection | undefined {
    const entry = this.#entries.get(key(id));
    if (entry === undefined) return undefined;
    const { completes_after_ms: duration } = entry.task;
    const fields = without(entry.task, CONTROL_FIELDS);
    if (duration === undefined) return fields;
    const now = this.now();
    const began = (entry.countsFrom ??= now);
    const elapsed = now - began;
    const running = {
      ...without(fields, ["end_time"]),
      start_time: fields["start_time"] ?? apiTime(began),
    };
    if (elapsed < duration) {
      return { ...running, status: "processing", loss_ratio: 0 };
    }
    return {
      ...running,
      end_time: fields["end_time"] ?? apiTime(began + duration),
      status:
        fields["status"] === "processing"
          ? "complete"
          : (fields["status"] ?? "complete"),
    };
  }
}

/** Compares ids regardless of case. */
function key(id: string): string {
  return id.toLowerCase();
}

function without(
  { id, ...fields }: ToldDetection,
  names: readonly string[],
): ToldDetection {
  const kept = Object.entries(fields).filter(([name]) => !names.includes(name));
  return { id, ...Object.fromEntries(kept) };
}

function belongs(task: StoredTask, projectId: string): boolean {
  return (task.project_id ?? seed.projectId) === projectId;
}
