import { runInNewContext } from "node:vm";
import { expect } from "chai";
import { runShim, shim } from "../../provider/index.js";

describe("The provider saved in the state", () => {
  it("never changes: old states contain it, and it must load new versions", () => {
    expect(shim).to.equal(`exports.handler = () => ({
  configure(request) { this.config = request.config; },
  provider() {
    const load = require("module").createRequire(process.cwd() + "/");
    return this.opened ??= load("pulumi-huaweicloud-dc/provider").open(this.config);
  },
  async check(olds, news) { return (await this.provider()).check(olds, news); },
  async diff(id, olds, news) { return (await this.provider()).diff(id, olds, news); },
  async create(inputs) { return (await this.provider()).create(inputs); },
  async update(id, olds, news) { return (await this.provider()).update(id, olds, news); },
  async read(id, props) { return (await this.provider()).read(id, props); },
});
`);
  });

  it("is short", () => {
    expect(shim.length).to.be.below(3000);
  });
});

describe("A run's provider saved in the state", () => {
  it("lets a stack be destroyed if this package can no longer be loaded", async () => {
    const said: unknown[] = [];
    const exports = {} as { handler: () => RunHandler };
    const noPackage = () => ({
      createRequire: () => () => {
        throw new Error("Cannot find module");
      },
    });
    // Like the engine's host.
    runInNewContext(runShim, {
      exports,
      require: noPackage,
      console: { log: (line: unknown) => said.push(line) },
      process: { cwd: () => "/" },
    });
    const handler = exports.handler();
    await handler.delete("id", { detectionId: "3284" });
    expect(said).to.deep.equal([
      "warning: detection 3284 was not deleted: Cannot find module",
    ]);
    const read = await handler.read("id", {}).catch((error: unknown) => error);
    expect(read).to.be.an("error");
  });
});

interface RunHandler {
  delete(id: string, props: object): Promise<void>;
  read(id: string, props: object): Promise<unknown>;
}
