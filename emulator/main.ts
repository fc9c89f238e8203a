import { parseArgs } from "node:util";
import { startEmulator } from "./index.js";
import * as seed from "./seed.js";

const USAGE = "usage: tsx emulator/main.ts [--port N]";

async function main(): Promise<void> {
  const emulator = await startEmulator({ port: requestedPort() });
  console.log(`emulator listening on ${emulator.url}`);
  console.log(`
  pulumi config set --path huaweicloud:endpoints.dc ${emulator.url}
  pulumi config set --path huaweicloud:endpoints.iam ${emulator.url}
  export HW_REGION_NAME=${seed.region}
  export HW_PROJECT_ID=${seed.projectId}
  export HW_AUTH_TOKEN=${seed.token}
or, instead of the token:
  export HW_ACCESS_KEY=${seed.accessKey}
  export HW_SECRET_KEY=${seed.secretKey}

Try detectionId ${seed.documentedDetection.id}
  or vifPeerId ${seed.documentedDetection.vif_peer_id}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void emulator.close();
    });
  }
}

function requestedPort(): number {
  const { values } = parseArgs({ options: { port: { type: "string" } } });
  const port = Number(values.port ?? 0);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new RangeError(
      `--port is "${String(values.port)}", but should be a port from 0 to 65535`,
    );
  }
  return port;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  console.error(USAGE);
  process.exitCode = 1;
});
