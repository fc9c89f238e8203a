import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { lock } from "proper-lockfile";
import { withProgress } from "./run";

/** A lock expires after this time unless its holder renews it. */
const STALE_MS = 30_000;

/** Runs the work while holding the lock of a folder. Waits for other processes, however long they take. */
export async function alone<T>(
  folder: string,
  log: (line: string) => void,
  work: () => Promise<T>,
): Promise<T> {
  await mkdir(folder, { recursive: true });
  const acquire = (retries: Parameters<typeof lock>[1]) =>
    lock(folder, {
      lockfilePath: join(folder, ".lock"),
      stale: STALE_MS,
      // After the machine was suspended, another process may have taken it. Two at once do no harm: see installInto.
      onCompromised: (error) => {
        log(`the lock of ${folder} was lost: ${error.message}`);
      },
      ...retries,
    });
  const release = await acquire({}).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== "ELOCKED") throw error;
    return withProgress(
      log,
      "waiting for another process that downloads or builds the Pulumi CLI or its languages",
      () => acquire({ retries: { forever: true, factor: 1 } }),
    );
  });
  try {
    return await work();
  } finally {
    await release().catch(() => undefined);
  }
}
