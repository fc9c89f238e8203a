import { type AddressInfo, createServer, type Server } from "node:net";
import { expect } from "chai";
import { isEngineAlive } from "../../provider/engineAlive.js";

const NODE = "/usr/bin/node";
const PROVIDER =
  "/app/node_modules/@pulumi/pulumi/cmd/dynamic-provider/index.js";
const GONE = "127.0.0.1:1";

describe("The engine", () => {
  let server: Server;
  let address: string;

  before(async () => {
    server = createServer((socket) => socket.destroy());
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  for (const [where, script] of [
    ["here", PROVIDER],
    [
      "on Windows",
      String.raw`C:\app\@pulumi\pulumi\cmd\dynamic-provider\index.js`,
    ],
    ["by its folder", "/app/node_modules/@pulumi/pulumi/cmd/dynamic-provider"],
  ] as const) {
    it(`is alive for its provider process while it listens (${where})`, async () => {
      expect(await isEngineAlive([NODE, script, address])).to.equal(true);
      expect(await isEngineAlive([NODE, script, GONE])).to.equal(false);
    });
  }

  it("passes its address after its own flags", async () => {
    const flags = ["--logtostderr", "-v=9", "--tracing", "tcp://127.0.0.1:2"];
    const argv = [NODE, PROVIDER, ...flags];
    expect(await isEngineAlive([...argv, GONE])).to.equal(false);
    expect(await isEngineAlive([...argv, address])).to.equal(true);
  });

  it("ignores the arguments of a program", async () => {
    for (const args of [["db:5432"], ["--db", GONE], [GONE, "deploy"]]) {
      expect(await isEngineAlive([NODE, "/app/deploy.js", ...args])).to.equal(
        true,
      );
    }
  });

  it("counts as alive if it passed no address", async () => {
    expect(await isEngineAlive([NODE, PROVIDER])).to.equal(true);
  });
});
