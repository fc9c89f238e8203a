import { createRequire } from "node:module";
import * as v from "valibot";

const PACKAGE = "pulumi-huaweicloud-dc";
const Manifest = v.object({ version: v.string() });

const load = createRequire(__filename);

/** The name and version of this package, for the service's logs. */
export function userAgent(): string {
  return [PACKAGE, version()].filter(Boolean).join("/");
}

/** Loads the manifest by package name, since source and build have different depths. A bundle may not contain it. */
function version(): string | undefined {
  try {
    return v.parse(Manifest, load(`${PACKAGE}/package.json`)).version;
  } catch {
    return undefined;
  }
}
