import type { Detection } from "./detection.js";
import { parseTime } from "../huaweicloud/time.js";

/** Newest first by start time; tasks without a time last; ties by id. */
export function newestFirst<Task extends Detection>(
  tasks: readonly Task[],
  timeZone: string,
): Task[] {
  const started = new Map(
    tasks.map((task) => [
      task,
      (task.startTime === null
        ? undefined
        : parseTime(task.startTime, timeZone)) ?? -Infinity,
    ]),
  );
  const startOf = (task: Task) => started.get(task) ?? -Infinity;
  return tasks.toSorted((a, b) => {
    const [startA, startB] = [startOf(a), startOf(b)];
    if (startA !== startB) return startA > startB ? -1 : 1;
    return a.detectionId < b.detectionId ? -1 : 1;
  });
}
