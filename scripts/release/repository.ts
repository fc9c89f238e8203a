import { readFileSync } from "node:fs";
import { resolve } from "node:path";

export const root = resolve(__dirname, "../..");

/** The fields of package.json that the release needs. */
export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly repository?: { readonly url?: string } | string;
  readonly homepage?: string;
  readonly bugs?: { readonly url?: string };
}

export function manifest(): Manifest {
  return JSON.parse(
    readFileSync(resolve(root, "package.json"), "utf8"),
  ) as Manifest;
}

/** The URL of the repository's page, such as `https://example.com/owner/name`; `undefined` until package.json has it. */
export function repositoryPage({ repository }: Manifest): string | undefined {
  const url = typeof repository === "string" ? repository : repository?.url;
  return /^git\+(https:\/\/.+)\.git$/.exec(url ?? "")?.[1];
}
