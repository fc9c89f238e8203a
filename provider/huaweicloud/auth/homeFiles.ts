import { readFile } from "node:fs/promises";

/** Why a file or profile can't be used. The message is complete. */
export class Unusable extends Error {}

/** Reads a file. `~` in the path stands for the environment's home folder. */
export async function readHomeFile(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const home = environment["HOME"] || environment["USERPROFILE"];
  if (!home && path.startsWith("~/")) {
    throw new Unusable(`${path} cannot be located: HOME is not set`);
  }
  try {
    const file = path.replace(/^~(?=\/)/, () => home ?? "~");
    return (await readFile(file, "utf8")).replace(/^\uFEFF/, "");
  } catch (error) {
    const { code = "an error" } = error as NodeJS.ErrnoException;
    throw new Unusable(
      code === "ENOENT"
        ? `${path} does not exist`
        : `${path} cannot be read (${code})`,
    );
  }
}
