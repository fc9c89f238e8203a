import { createRequire } from "node:module";
import * as v from "valibot";

const PACKAGE = "pulumi-huaweicloud-dc";
const Manifest = v.object({ version: v.string() });

const load = createRequire(__filename);

/** Names this package and its version to the service, whose support may ask for it. */
export function userAgent(): string {
  return [PACKAGE, version()].filter(Boolean).join("/");
}

/** By the package's own name, since source and build lie at different depths. A bundle may have no such file. */
function version(): string | undefined {
  try {
    return v.parse(Manifest, load(`${PACKAGE}/package.json`)).version;
  } catch {
    return undefined;
  }
}
